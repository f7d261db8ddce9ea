// A chain of ticks keeps the loop from its timers. A chain of immediates lets them in.
let ticks = 20;
let timerRan = false;

function workOneMillisecond() {
  const begin = Date.now();
  while (Date.now() - begin < 1);
}

setTimeout(() => {
  console.log('timer');
  setTimeout(() => {
    console.log('second timer');
    timerRan = true;
  }, 10);
  setImmediate(function immediate() {
    workOneMillisecond();
    if (timerRan) console.log('the chain of immediates ends');
    else setImmediate(immediate);
  });
}, 1);

process.nextTick(function tick() {
  workOneMillisecond();
  if (--ticks > 0) process.nextTick(tick);
  else console.log('the chain of ticks ends');
});
console.log('main');

const rounds = 5;

function tickAgain(round) {
  work(2);
  console.log('tick ' + round);
  if (round < rounds) process.nextTick(() => tickAgain(round + 1));
}

function immediateAgain(round) {
  work(2);
  console.log('immediate ' + round);
  if (round < rounds) setImmediate(() => immediateAgain(round + 1));
}

setTimeout(() => {
  console.log('timer of 1 ms: it had to wait for every tick');
  setTimeout(() => console.log('timer of 1 ms: not for every immediate'), 1);
  setImmediate(() => immediateAgain(1));
}, 1);
process.nextTick(() => tickAgain(1));

function work(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

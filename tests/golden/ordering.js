setTimeout(() => {
  console.log('timer');
  Promise.resolve().then(() => {
    console.log('promise in timeout');
    process.nextTick(() => console.log('tick in that promise'));
  });
  process.nextTick(() => {
    console.log('tick in timeout');
    process.nextTick(() => console.log('tick in that tick'));
  });
}, 0);
setImmediate(() => {
  console.log('immediate');
  process.nextTick(() => console.log('tick in immediate'));
});
Promise.resolve().then(() => console.log('promise'));
process.nextTick(() => console.log('tick'));
console.log('main');
work(2);

function work(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

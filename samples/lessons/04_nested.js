// Ticks that queue microtasks, and microtasks that queue ticks.
process.nextTick(() => {
  console.log('tick 1');
  Promise.resolve().then(() => console.log('microtask of tick 1'));
  process.nextTick(() => console.log('tick of tick 1'));
});
Promise.resolve().then(() => {
  console.log('microtask 1');
  process.nextTick(() => console.log('tick of microtask 1'));
  Promise.resolve().then(() => console.log('microtask of microtask 1'));
});
process.nextTick(() => console.log('tick 2'));
console.log('main');

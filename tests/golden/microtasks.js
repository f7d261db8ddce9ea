function arm(name) {
  setTimeout(() => {
    console.log(name);
    queueMicrotask(() => {
      console.log('  microtask of ' + name);
      process.nextTick(() => console.log('  tick of that microtask'));
    });
    Promise.resolve().then(() => console.log('  promise of ' + name));
    process.nextTick(() => console.log('  tick of ' + name));
  }, 1);
}
arm('timer 1');
arm('timer 2');
work(2);

function work(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

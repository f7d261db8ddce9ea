// A signal's listener is a callback of poll: ticks and microtasks drain behind it.
'use strict';
process.on('SIGUSR2', (name, number) => {
  console.log('listener', name, number);
  process.nextTick(() => console.log('tick'));
  Promise.resolve().then(() => console.log('microtask'));
  setImmediate(() => console.log('immediate'));
  process.removeAllListeners('SIGUSR2');
  clearInterval(alive);
});
const alive = setInterval(() => {}, 1000);
process.kill(process.pid, 'SIGUSR2');
console.log('sent');

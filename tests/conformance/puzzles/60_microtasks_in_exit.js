// Nothing is left to do: 'exit' is called by the loop, and microtasks are drained after it as after any callback.
let before = 2;
process.on('uncaughtException', (error, origin) => console.log('uncaught', error.message, origin));
process.on('unhandledRejection', (reason) => console.log('unhandled', reason.message));
process.on('beforeExit', () => { if (--before > 0) setImmediate(() => console.log('once more')); });
process.on('exit', (code) => {
  console.log('exit', code, process.exitCode);
  process.nextTick(() => console.log('never: tick'));
  setTimeout(() => console.log('never: timer'), 0);
  setImmediate(() => console.log('never: immediate'));
  Promise.reject(new Error('rejected in exit'));
  Promise.resolve().then(() => {
    console.log('microtask');
    process.nextTick(() => console.log('never: tick of a microtask'));
    throw new Error('in then');
  }).catch((error) => { console.log('caught', error.message); process.exitCode = 9; });
  queueMicrotask(() => { throw new Error('in microtask'); });
  (async () => { await null; console.log('after await', process.exitCode); })();
});
process.on('exit', () => console.log('second listener'));

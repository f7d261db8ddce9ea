// A listener of 'exit' that throws ends the listeners, and its microtasks are not drained.
process.on('uncaughtException', (error) => console.log('uncaught', error.message));
process.on('exit', () => {
  process.exitCode = 5;
  Promise.resolve().then(() => console.log('never: microtask'));
  throw new Error('in exit');
});
process.on('exit', () => console.log('never: second listener'));

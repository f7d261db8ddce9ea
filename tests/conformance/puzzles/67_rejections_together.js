// A listener handles a rejection that was to be told after its own, and another throws: Node 20 takes
// all that wait at once.
const { log } = console;
const promises = [1, 2, 3].map((n) => Promise.reject(n));
process.on('unhandledRejection', (reason) => {
  log('unhandled', reason);
  if (reason === 1) promises[1].catch(() => log('handled 2'));
  if (reason === 'first') throw new Error('thrown by the listener');
});
process.on('rejectionHandled', (promise) => log('handled later', promises.indexOf(promise)));
process.on('uncaughtException', (error, origin) => log('uncaught', error.message, origin));
setTimeout(() => {
  promises[0].catch(() => log('caught late'));
  setTimeout(() => {
    for (const reason of ['first', 'second']) Promise.reject(reason);
    setImmediate(() => log('end'));
  }, 1);
}, 5);

// Five ways to say "do this", and one order in which it is done.
setTimeout(() => console.log('timer'), 1000);
setImmediate(() => console.log('immediate'));
Promise.resolve().then(() => console.log('microtask'));
process.nextTick(() => console.log('tick'));
console.log('main');

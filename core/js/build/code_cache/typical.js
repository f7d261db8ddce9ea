// What most programs need of Node's library: what runs here is in the code cache.
'use strict';
const EventEmitter = require('events');

class Own extends EventEmitter {}
const emitter = new Own();
emitter.on('event', (value) => console.log('%s %d %j', value, 1, { a: [1, 'b', null] }));
emitter.once('event', () => {});
emitter.emit('event', 'text');
console.log({ a: 1, b: [1, 2, { c: new Map([[1, new Set([2])]]) }], d() {} }, [undefined, null, Symbol('s')], 1.5, -0);
console.log(new Error('shown').message, Promise.resolve(1), () => {}, class A {}, new Date(0), /r/g);
console.error(new Error('with its stack'));

const timer = setTimeout((value) => console.log(value), 1, 'timeout');
timer.unref().ref();
clearTimeout(setTimeout(() => {}, 5));
const interval = setInterval(() => clearInterval(interval), 1);
setImmediate(() => console.log('immediate'));
clearImmediate(setImmediate(() => {}));
process.nextTick(() => process.nextTick(console.log, 'tick'));
queueMicrotask(() => console.log('microtask'));

(async () => {
  await null;
  for await (const value of (async function* () { yield 1; })()) console.log(value);
  try {
    await Promise.any([Promise.reject(new Error('no'))]);
  } catch (error) {
    console.log(error.errors.length);
  }
  await Promise.allSettled([Promise.race([1]), Promise.all([2])]);
})();
process.on('exit', (code) => console.log('exit', code));

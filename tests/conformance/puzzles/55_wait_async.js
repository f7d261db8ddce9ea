// V8's own work keeps nothing alive, but is finished before the end.
'use strict';
const words = new Int32Array(new SharedArrayBuffer(8));
const { async, value } = Atomics.waitAsync(words, 0, 0);
console.log(async);
value.then((result) => console.log('woken', result));
Atomics.waitAsync(words, 1, 0, 20).value.then((result) => console.log('too late', result));
console.log(Atomics.notify(words, 0));
WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then((module) => console.log(module));
const waited = setTimeout(() => {}, 120);
waited.refresh();
process.on('beforeExit', () => console.log('beforeExit'));

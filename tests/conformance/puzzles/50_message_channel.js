// Messages between ports against ticks, microtasks and immediates, and structuredClone.
const { MessageChannel, receiveMessageOnPort } = require('worker_threads');
const { port1, port2 } = new MessageChannel();
port2.on('message', (m) => { console.log('message', m); process.nextTick(() => console.log('tick', m)); Promise.resolve().then(() => console.log('micro', m)); if (m === 'c') port2.close(); });
port1.on('close', () => console.log('close 1')); port2.on('close', () => console.log('close 2'));
setImmediate(() => console.log('immediate'));
port1.postMessage('a'); port1.postMessage({ b: [1, new Map([[1, new Date(0)]])] }); port1.postMessage('c');
process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('micro'));
console.log(structuredClone({ x: 1n, y: /a/g, z: new Set([1]), e: new Error('e').message }));
const ab = new ArrayBuffer(8); console.log(structuredClone(ab, { transfer: [ab] }).byteLength, ab.byteLength);
try { structuredClone(() => {}); } catch (e) { console.log(e.name, e.code, e.message); }
const c = new MessageChannel(); c.port1.postMessage(5); console.log(receiveMessageOnPort(c.port2), receiveMessageOnPort(c.port2));

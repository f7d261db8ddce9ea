// When a writable is finished: at once after its last write's callback (Node 18), or a tick later (Node 20).
const { Writable, Transform } = require('stream');
const log = console.log;

function write(name, options, ...callbacks) {
  const stream = new Writable(options);
  stream.on('finish', () => log(name, 'finish')).on('close', () => log(name, 'close'));
  log(name, callbacks.map((callback) => stream.write('x', callback)));
  stream.end((error) => log(name, 'ended', error));
  process.nextTick(() => log(name, 'tick'));
}

const sync = (chunk, encoding, callback) => callback();
write('waited for', { write: sync }, (error) => log('written', error), () => log('written too'));
write('not waited for', { write: sync }, undefined, undefined);
write('objects', { objectMode: true, write: sync }, undefined);
write('full', { highWaterMark: 1, write: sync }, undefined, undefined);
setTimeout(() => write('later', {
  write: (chunk, encoding, callback) => setImmediate(() => {
    callback();
    process.nextTick(() => log('tick behind the write'));
    Promise.resolve().then(() => log('microtask behind the write'));
  }),
}, () => log('late')), 5);
setTimeout(() => {
  const upper = new Transform({ transform: (chunk, encoding, callback) => callback(null, String(chunk).toUpperCase()) });
  upper.on('data', (chunk) => log('data', String(chunk))).on('end', () => log('end')).on('finish', () => log('finish'));
  upper.write('a');
  upper.end('b');
  Promise.resolve().then(() => log('microtask'));
}, 15);

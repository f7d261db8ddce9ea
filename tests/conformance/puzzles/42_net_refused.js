'use strict';
// A connection that is refused, and one that is destroyed while it connects.
const net = require('net');
const server = net.createServer();
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  server.close(() => {
    console.log('closed');
    const client = net.connect(port, '127.0.0.1');
    process.nextTick(() => console.log('tick'));
    client.on('error', (error) => {
      console.log('error', error.code, error.syscall, error.address, error.port === port);
      process.nextTick(() => console.log('tick of error'));
      Promise.resolve().then(() => console.log('microtask of error'));
      setImmediate(() => console.log('immediate of error'));
    });
    client.on('close', (failed) => {
      console.log('close', failed, client.destroyed);
      destroyed(port);
    });
  });
});
function destroyed(port) {
  const client = net.connect(port, '127.0.0.1', () => console.log('never'));
  client.on('close', (failed) => console.log('second close', failed));
  client.on('error', (error) => console.log('second error', error.message));
  client.destroy(new Error('on purpose'));
  setImmediate(() => console.log('immediate'));
  process.nextTick(() => console.log('tick'));
}

// A closed socket says so in the close phase: after poll and check.
const net = require('net');

const server = net.createServer((socket) => {
  console.log('connection');
  socket.on('close', () => console.log('close'));
  setImmediate(() => console.log('immediate'));
  process.nextTick(() => console.log('tick'));
  socket.destroy();
  server.close();
});
server.listen(0, '127.0.0.1', () => {
  net.connect(server.address().port, '127.0.0.1').on('error', () => {}).resume();
});

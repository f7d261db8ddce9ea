'use strict';
// What keeps the process alive: an unref'd server does not, a connection does.
const net = require('net');
const server = net.createServer((socket) => {
  console.log('connection');
  socket.setTimeout(30, () => { console.log('timeout'); socket.destroy(); });
  socket.on('close', () => console.log('server side closed'));
});
server.listen(0, '127.0.0.1', () => {
  console.log(server.listening);
  server.unref();
  const client = net.connect(server.address().port, '127.0.0.1');
  client.on('connect', () => console.log('connect', client.remoteFamily, client.remoteAddress, client.readyState));
  client.on('end', () => console.log('end'));
  client.on('close', () => console.log('closed', client.readyState));
});
process.on('beforeExit', () => console.log('beforeExit'));
process.on('exit', (code) => console.log('exit', code));

'use strict';
// destroy(), resetAndDestroy(), half-open sockets, writes after the end, a server in use.
const net = require('net');
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.log('server socket', error.code));
  socket.on('data', (data) => {
    console.log('server hears', String(data));
    if (String(data) === 'reset me') return socket.resetAndDestroy();
    if (String(data) === 'destroy me') return socket.destroy();
  });
  socket.on('end', () => {
    console.log('server end', socket.writable, socket.readable);
    setImmediate(() => {
      socket.write('after the end');
      setImmediate(() => socket.end());
    });
  });
  socket.on('close', (failed) => console.log('server socket closed', failed));
});
function talk(words, next) {
  const client = net.connect(server.address().port, '127.0.0.1', () => client.write(words));
  client.on('error', (error) => console.log('client', error.code, error.syscall));
  client.on('data', (data) => console.log('client hears', String(data)));
  client.on('end', () => console.log('client end'));
  client.on('close', (failed) => { console.log('client closed', failed); next(); });
  return client;
}
function late() {
  const client = talk('late', inUse);
  client.on('connect', () => {
    client.end();
    client.write('too late', (error) => console.log('callback', error.code));
  });
}
function inUse() {
  const second = net.createServer();
  second.on('error', (error) => {
    console.log(error.code, error.syscall, error.address);
    server.close(() => console.log('server closed'));
  });
  second.listen(server.address().port, '127.0.0.1');
}
server.listen(0, '127.0.0.1', () => talk('reset me', () => talk('destroy me', late)));

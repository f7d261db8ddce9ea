'use strict';
// Callbacks of write() and end() against the events, and errors thrown in a listener.
const net = require('net');
process.on('uncaughtException', (error) => {
  console.log('uncaught', error.message);
  process.nextTick(() => console.log('tick of uncaught'));
});
const server = net.createServer((socket) => {
  socket.setEncoding('utf8');
  socket.on('data', (text) => {
    console.log('server hears', JSON.stringify(text));
    process.nextTick(() => console.log('tick before the throw'));
    throw new Error('in data');
  });
  socket.on('end', () => {
    socket.write('a', () => console.log('a written'));
    socket.write('b', () => console.log('b written'));
    socket.cork();
    socket.write('c');
    socket.write(Buffer.from('d'), () => console.log('d written'));
    socket.write('e', 'latin1');
    process.nextTick(() => socket.uncork());
    socket.end('f', () => console.log('all written'));
    server.close();
  });
});
server.listen(0, '127.0.0.1', () => {
  const client = net.createConnection({ port: server.address().port, host: '127.0.0.1', noDelay: true });
  client.setKeepAlive(true, 1000);
  client.write('h\u00e9llo');
  client.end(' wörld', 'utf8', () => console.log('client has ended'));
  console.log('pending', client.pending, client.connecting);
  let heard = '';
  client.on('data', (data) => { heard += data; });
  client.on('end', () => console.log('client heard', heard));
  client.on('close', () => console.log('client close', client.bytesRead, client.bytesWritten));
});

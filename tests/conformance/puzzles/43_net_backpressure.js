'use strict';
// Back-pressure: write() says false, 'drain' says when to go on; the reader pauses.
const net = require('net');
const total = 4 << 20;
const server = net.createServer((socket) => {
  let received = 0, paused = 0;
  socket.on('data', (data) => {
    received += data.length;
    if (paused < 3) {
      paused++;
      socket.pause();
      setTimeout(() => socket.resume(), 5);
    }
  });
  socket.on('end', () => { console.log('received', received, socket.bytesRead); socket.end(); });
  server.close();
});
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1', () => {
    const chunk = Buffer.alloc(64 << 10, 'x');
    let sent = 0, drains = 0, refused = false;
    const more = () => {
      while (sent < total) {
        sent += chunk.length;
        if (!client.write(chunk)) {
          refused = true;
          client.once('drain', () => { drains++; more(); });
          return;
        }
      }
      client.end(() => console.log('finished', sent, client.bytesWritten, refused, drains > 0));
    };
    more();
  });
  client.on('end', () => console.log('client end'));
  client.resume();
  client.on('close', () => console.log('client close', client.writableLength));
});

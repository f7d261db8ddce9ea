'use strict';
// Three clients and a server that tells each what another says, one word at a time.
const net = require('net');
const { once } = require('events');
const sockets = [];
const server = net.createServer((socket) => {
  const number = sockets.push(socket);
  server.getConnections((error, count) => console.log('connections', count));
  socket.write(`you are ${number}`);
  socket.on('data', (data) => {
    console.log(`server hears ${data}`);
    const [to, ...words] = String(data).split(' ');
    sockets[to - 1].write(`${number} says ${words.join(' ')}`);
  });
  socket.on('close', () => console.log(`server: ${number} has gone`));
});
async function main() {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  console.log('listening', typeof server.address().port);
  const clients = [];
  for (let i = 0; i < 3; i++) {
    const client = net.connect(server.address().port, '127.0.0.1');
    clients.push(client);
    const [greeting] = await once(client, 'data');
    console.log(`client ${i + 1}: ${greeting}`);
  }
  for (let i = 0; i < 3; i++) {
    const to = (i + 1) % 3;
    clients[i].write(`${to + 1} hello`);
    const [heard] = await once(clients[to], 'data');
    console.log(`client ${to + 1} hears: ${heard}`);
  }
  for (const client of clients) {
    client.end();
    await once(client, 'close');
    console.log('client closed');
  }
  server.close(() => console.log('server closed'));
}
main();

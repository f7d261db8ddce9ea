// One connection from listen to close, both ends in one program.
const net = require('net');

const server = net.createServer((socket) => {
  console.log('server: connection');
  socket.on('data', (data) => {
    console.log(`server: data ${data}`);
    socket.write('answer');
  });
  socket.on('end', () => console.log('server: end'));
  socket.on('close', () => console.log('server: close'));
  server.close();
});

server.listen(0, '127.0.0.1', () => {
  console.log('server: listening');
  const client = net.connect(server.address().port, '127.0.0.1', () => client.write('question'));
  client.on('data', (data) => {
    console.log(`client: data ${data}`);
    client.end();
  });
  client.on('close', () => console.log('client: close'));
});

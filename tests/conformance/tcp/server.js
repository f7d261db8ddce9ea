// The article's server: how many are connected, what they say, and an echo of it.
const net = require('net');

const server = net.createServer((client) => {
  console.log('client connected');
  server.getConnections((error, count) => console.log(`current clients: ${count}`));
  client.on('data', (data) => {
    console.log(`data: ${data}`);
    client.write(data);
  });
  client.on('error', (error) => console.log(`error: ${error.code}`));
  client.on('close', () => console.log('client closed'));
});

server.listen(Number(process.argv[2] ?? 9999), '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`);
});
process.on('SIGTERM', () => process.exit(0));

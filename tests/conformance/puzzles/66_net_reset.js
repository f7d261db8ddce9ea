// A reset that comes with the last bytes is an end, not an error.
const net = require('net');

const { log } = console;
const server = net.createServer((connection) => {
  connection.on('error', (error) => log('error', error.code));
  connection.on('data', (data) => log('data', String(data)));
  connection.on('end', () => log('end'));
  connection.on('close', (hadError) => { log('close', hadError); server.close(); });
});
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1', () => {
    client.write('last', () => client.resetAndDestroy());
  });
  client.on('close', (hadError) => log('client close', hadError));
});

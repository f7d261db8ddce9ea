// What the kernel has reported is first in line again: the question's end is read before the answer,
// which was written first.
const net = require('net');

const { log } = console;
const server = net.createServer((connection) => {
  connection.on('data', () => {
    log('question');
    connection.write('answer');
  });
  connection.on('end', () => log('end of questions'));
  connection.on('close', () => server.close());
});
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1', () => client.end('question'));
  client.on('data', () => log('answer'));
  client.on('end', () => log('end of answers'));
});

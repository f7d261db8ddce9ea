// The article's client.
const net = require('net');

const [port = 9999, number = 1] = process.argv.slice(2).map(Number);
const client = net.connect({ port, host: '127.0.0.1' }, () => {
  console.log('connected');
  client.write(`Hello Server!, I'm ${number}`);
});
client.on('data', (data) => {
  console.log(`the server answers: ${data}`);
  client.end();
});
client.on('close', () => console.log('closed'));

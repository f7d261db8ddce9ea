// Four clients connect at once: libuv accepts all of them in one turn, since 1.45 one in each.
const net = require('net');

const { log } = console;
let accepted = 0;
const server = net.createServer((connection) => {
  const id = ++accepted;
  log('accepted', id);
  connection.end();
  if (id === 4) server.close(() => log('closed'));
});
server.listen(0, '127.0.0.1', () => {
  for (let id = 1; id <= 4; id++) {
    const client = net.connect(server.address().port, '127.0.0.1', () => log('connected', id));
    client.resume().on('close', () => log('gone', id));
  }
});

// A connection's events against ticks, microtasks, timers and immediates: everything waits for something that the
// program itself does, so the order is the loop's alone.
'use strict';
const net = require('net');
const log = (text) => console.log(text);

function around(name) {
  log(name);
  setImmediate(() => log(`${name}: immediate`));
  process.nextTick(() => log(`${name}: tick`));
  Promise.resolve().then(() => log(`${name}: microtask`));
}

const server = net.createServer((socket) => {
  around('server connection');
  socket.on('data', (data) => { around(`server data ${data}`); socket.write(`re: ${data}`); });
  socket.on('end', () => { around('server end'); socket.end('bye'); });
  socket.on('finish', () => around('server finish'));
  socket.on('close', (failed) => { around(`server close ${failed}`); server.close(); });
});
server.on('listening', () => around('listening'));
server.on('close', () => around('server gone'));
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1');
  client.on('connect', () => { around('client connect'); client.write('one'); });
  client.on('ready', () => around('client ready'));
  client.on('data', (data) => {
    around(`client data ${data}`);
    if (String(data) === 're: one') client.end();
  });
  client.on('finish', () => around('client finish'));
  client.on('end', () => around('client end'));
  client.on('close', (failed) => around(`client close ${failed}`));
});

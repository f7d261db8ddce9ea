// The main script ends at once. The program does not.
const net = require('net');

const interval = setInterval(() => {}, 1000);
setTimeout(() => {}, 60000).unref();

const server = net.createServer();
server.listen(0, '127.0.0.1', () => {
  console.log('listening');
  setTimeout(closeServer, 20);
});

function closeServer() {
  console.log('the server closes');
  server.close(() => {
    console.log('the server is closed');
    setTimeout(clearLast, 20);
  });
}

function clearLast() {
  console.log('the interval is cleared');
  clearInterval(interval);
}

process.on('exit', () => console.log('exit'));
console.log('main is done');

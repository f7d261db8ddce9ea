// Async iteration, pipeline, promises and abort signals over sockets.
import net from 'node:net';
import { pipeline } from 'node:stream/promises';
import { Transform } from 'node:stream';
import { once } from 'node:events';

const server = net.createServer(async (socket) => {
  const shout = new Transform({ transform(chunk, encoding, done) { done(null, String(chunk).toUpperCase()); } });
  try {
    await pipeline(socket, shout, socket);
    console.log('pipeline done');
  } catch (error) {
    console.log('pipeline', error.code);
  }
});
server.listen({ port: 0, host: '127.0.0.1' });
await once(server, 'listening');
const { port } = server.address();

const client = net.connect({ port, host: '127.0.0.1' });
await once(client, 'connect');
client.end('quiet');
for await (const chunk of client) console.log('heard', String(chunk));
console.log('iterated');

const controller = new AbortController();
const aborted = net.connect({ port, host: '127.0.0.1', signal: controller.signal });
aborted.on('error', (error) => console.log(error.name, error.code));
aborted.on('close', () => { console.log('aborted'); server.close(() => console.log('server closed')); });
controller.abort();

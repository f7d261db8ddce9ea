// Ports that close with messages unread, each with the other's end among them.
const { MessageChannel, receiveMessageOnPort } = require('worker_threads');
const { log } = console;

const both = new MessageChannel();
both.port1.postMessage('unread');
both.port2.postMessage('unread');
both.port1.on('close', () => log('1 closed'));
both.port2.on('close', () => log('2 closed'));
both.port1.close();
both.port2.close();

const { port1, port2 } = new MessageChannel();
port1.postMessage('read');
log(receiveMessageOnPort(port2), receiveMessageOnPort(port2));
port2.on('close', () => log('closed by the other'));
port1.close();

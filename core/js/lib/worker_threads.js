// The module `worker_threads`: its channels, on the one thread that there is.
'use strict';

const { MessageChannel, MessagePort, receiveMessageOnPort } = require('internal/worker/io');

module.exports = {
  isMainThread: true,
  parentPort: null,
  resourceLimits: {},
  threadId: 0,
  workerData: null,
  MessageChannel,
  MessagePort,
  receiveMessageOnPort,
  Worker: class Worker {
    constructor() {
      throw new Error('Worker is not available: `loopscope run` has one thread');
    }
  },
};

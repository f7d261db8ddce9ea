// The module `cluster`, as `net` asks it: this is the one process.
'use strict';

const EventEmitter = require('events');

const cluster = new EventEmitter();
cluster.isWorker = false;
cluster.isMaster = true;
cluster.isPrimary = true;
cluster.workers = {};
cluster.settings = {};
cluster.fork = () => {
  throw new Error('cluster.fork() is not available: `loopscope run` is one process');
};
cluster.setupPrimary = cluster.setupMaster = () => {};
cluster.disconnect = (callback) => { if (callback) process.nextTick(callback); };

module.exports = cluster;

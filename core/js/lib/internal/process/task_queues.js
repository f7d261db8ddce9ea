// process.nextTick and queueMicrotask. When a tick's turn comes is decided in C++; what waits here
// are the callbacks, in the same order. Behaves as Node's module of the same name.
'use strict';

const { FunctionPrototypeBind } = primordials;
const { queueTick, enqueueMicrotask, runMicrotasks } = internalBinding('task_queue');
const { setHooks } = internalBinding('loopscope_hooks');
const { listenForRejections } = require('internal/process/promises');
const {
  getDefaultTriggerAsyncId, newAsyncId, initHooksExist, destroyHooksExist, emitInit, emitBefore,
  emitAfter, emitDestroy, symbols: { async_id_symbol, trigger_async_id_symbol },
} = require('internal/async_hooks');
const FixedQueue = require('internal/fixed_queue');
const { validateFunction } = require('internal/validators');
const { AsyncResource } = require('async_hooks');

const queue = new FixedQueue();

function nextTick(callback, ...args) {
  validateFunction(callback, 'callback');
  if (process._exiting) return;
  const asyncId = newAsyncId();
  const triggerAsyncId = getDefaultTriggerAsyncId();
  const tick = {
    [async_id_symbol]: asyncId,
    [trigger_async_id_symbol]: triggerAsyncId,
    callback,
    args,
  };
  if (initHooksExist()) emitInit(asyncId, 'TickObject', triggerAsyncId, tick);
  queue.push(tick);
  queueTick(callback);
}

// C++: it is the first one's turn.
function runTick() {
  const tick = queue.shift();
  const asyncId = tick[async_id_symbol];
  emitBefore(asyncId, tick[trigger_async_id_symbol], tick);
  try {
    const { callback, args } = tick;
    if (args.length === 0) callback();
    else callback(...args);
  } finally {
    if (destroyHooksExist()) emitDestroy(asyncId);
  }
  emitAfter(asyncId);
}

function runMicrotask() {
  this.runInAsyncScope(() => {
    const callback = this.callback;
    try {
      callback();
    } finally {
      this.emitDestroy();
    }
  });
}

const resourceOptions = { requireManualDestroy: true };

function queueMicrotask(callback) {
  validateFunction(callback, 'callback');
  const resource = new AsyncResource('Microtask', resourceOptions);
  resource.callback = callback;
  enqueueMicrotask(FunctionPrototypeBind(runMicrotask, resource));
}

module.exports = {
  setupTaskQueue() {
    listenForRejections();
    setHooks({ runTick });
    return { nextTick, runNextTicks: runMicrotasks };
  },
  queueMicrotask,
};

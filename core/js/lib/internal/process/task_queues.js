// process.nextTick and queueMicrotask. When the ticks' turn comes is decided in C++; what waits here
// are the callbacks, in the same order. While ticks are recorded, each of them is a task of C++'s;
// else one stands there for all that wait. Behaves as Node's module of the same name.
'use strict';

const { FunctionPrototypeBind } = primordials;
const { queueTick, enqueueMicrotask, runNextTicks, isRecording } = internalBinding('task_queue');
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
let isScheduled = false;  // one task stands for all

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
  if (isRecording) queueTick(callback);
  else if (!isScheduled) schedule();
}

function schedule() {
  isScheduled = true;
  queueTick();
}

// C++: it is their turn. Those behind one that throws wait for the next drain.
function runTicks() {
  try {
    while (!queue.isEmpty()) runTick();
    isScheduled = false;
  } finally {
    if (isScheduled) queue.isEmpty() ? isScheduled = false : queueTick();
  }
}

// It is the first one's turn.
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
  enqueueMicrotask(FunctionPrototypeBind(runMicrotask, resource), callback);
}

module.exports = {
  setupTaskQueue() {
    listenForRejections();
    setHooks({ runTick: isRecording ? runTick : runTicks });
    return { nextTick, runNextTicks };
  },
  queueMicrotask,
};

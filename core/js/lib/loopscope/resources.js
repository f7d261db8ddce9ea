// async_hooks for what C++ calls back: requests and handles have an id from their making, and their
// callbacks run in its context, as Node's AsyncWrap has it.
'use strict';

const {
  emitAfter, emitBefore, emitInit, getDefaultTriggerAsyncId, initHooksExist, newAsyncId,
  symbols: { async_id_symbol, trigger_async_id_symbol },
} = require('internal/async_hooks');
const { setHooks } = internalBinding('loopscope_hooks');

setHooks({
  enterCallback: (resource) => {
    const asyncId = resource[async_id_symbol];
    if (asyncId !== undefined) emitBefore(asyncId, resource[trigger_async_id_symbol], resource);
  },
  leaveCallback: (resource) => {
    const asyncId = resource[async_id_symbol];
    if (asyncId !== undefined) emitAfter(asyncId);
  },
});

const hidden = (value) => ({ __proto__: null, value, enumerable: false, writable: true, configurable: true });

// From the constructor of a resource of this type.
module.exports = function announce(resource, type) {
  const asyncId = newAsyncId();
  const triggerAsyncId = getDefaultTriggerAsyncId();
  Object.defineProperty(resource, async_id_symbol, hidden(asyncId));
  Object.defineProperty(resource, trigger_async_id_symbol, hidden(triggerAsyncId));
  Object.defineProperty(resource, 'getAsyncId', hidden(() => asyncId));
  if (initHooksExist()) emitInit(asyncId, type, triggerAsyncId, resource);
};

// internalBinding('async_wrap'): the stack of execution ids behind async_hooks and
// AsyncLocalStorage. Node keeps it in C++; the arrays are the same.
'use strict';

module.exports = ({ add, facts, getNative }) => add('async_wrap', (binding) => {
  const constants = facts.asyncWrap;
  const fields = new Uint32Array(9);
  const ids = new Float64Array(4);
  const resources = [];
  const stack = [];  // pairs that did not fit into ids_stack
  ids[constants.kAsyncIdCounter] = 1;
  ids[constants.kDefaultTriggerAsyncId] = -1;
  fields[constants.kCheck] = 1;

  const smallStack = new Float64Array(32);
  const current = () => [ids[constants.kExecutionAsyncId], ids[constants.kTriggerAsyncId]];
  const become = (execution, trigger) => {
    ids[constants.kExecutionAsyncId] = execution;
    ids[constants.kTriggerAsyncId] = trigger;
  };
  const room = smallStack.length / 2;
  const { setPromiseHooks } = getNative('async_wrap');

  Object.assign(binding, {
    constants,
    Providers: facts.providers,
    async_hook_fields: fields,
    async_id_fields: ids,
    async_ids_stack: smallStack,
    execution_async_resources: resources,
    setPromiseHooks,
    setupHooks() {},  // for resources of C++, which announce themselves in JavaScript here
    setCallbackTrampoline() {},
    pushAsyncContext(asyncId, triggerId) {
      const depth = fields[constants.kStackLength]++;
      if (depth < room) [smallStack[2 * depth], smallStack[2 * depth + 1]] = current();
      else stack.push(current());
      become(asyncId, triggerId);
    },
    popAsyncContext(asyncId) {
      const depth = fields[constants.kStackLength];
      if (depth === 0) return false;
      const top = depth - 1;
      fields[constants.kStackLength] = top;
      if (top < room) become(smallStack[2 * top], smallStack[2 * top + 1]);
      else become(...stack.pop());
      resources.length = Math.min(resources.length, top);
      return top > 0;
    },
    executionAsyncResource: (index) => resources[index],
    clearAsyncIdStack() {
      fields[constants.kStackLength] = 0;
      stack.length = 0;
      resources.length = 0;
      become(0, 0);
    },
    registerDestroyHook() {},
    queueDestroyAsyncId() {},
  });
});

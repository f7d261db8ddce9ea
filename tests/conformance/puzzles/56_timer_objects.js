'use strict';
const { executionAsyncId, triggerAsyncId } = require('async_hooks');
const { inspect } = require('util');
console.log(executionAsyncId(), triggerAsyncId());

const shown = (timer) => console.log(inspect(timer).replace(/(_idleStart|Id\)\]): \d+/g, '$1: N'));
const first = setTimeout(() => {}, 10);
shown(first);
const second = setTimeout(() => {}, 10, 'argument');
shown(first);
shown(second);
clearTimeout(first);
shown(first);
shown(second);
const interval = setInterval(() => {
  shown(interval);
  clearInterval(interval);
  shown(interval);
}, 157.7);
shown(interval);
shown(setImmediate(() => {}));
setTimeout(function() {
  shown(this);
  this.refresh();
  shown(this);
  clearTimeout(this);
}, 1);

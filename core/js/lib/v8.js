// The module `v8`: its promise hooks; what it tells of V8's heap and of its own flags is not there.
'use strict';

const {
  createHook, onAfter, onBefore, onInit, onSettled,
} = require('internal/promise_hooks');

module.exports = { promiseHooks: { createHook, onInit, onBefore, onAfter, onSettled } };

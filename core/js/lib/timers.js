// The module `timers`: Node's functions over the runtime's queues.
'use strict';

const { ObjectCreate, ObjectDefineProperty, SymbolDispose, SymbolToPrimitive } = primordials;
const {
  async_id_symbol, Timeout, Immediate, kHasPrimitive, start, clearTimeout: endTimeout,
  clearImmediate: endImmediate,
} = require('internal/timers');
const { promisify: { custom: customPromisify } } = require('internal/util');
const { validateFunction } = require('internal/validators');

const knownTimersById = ObjectCreate(null);
const lazyPromises = () => require('timers/promises');

function setTimeout(callback, after, ...args) {
  validateFunction(callback, 'callback');
  return start(callback, after, args.length > 0 ? args : undefined, false, true);
}

function setInterval(callback, repeat, ...args) {
  validateFunction(callback, 'callback');
  return start(callback, repeat, args.length > 0 ? args : undefined, true, true);
}

function end(timer) {
  timer._onTimeout = null;
  if (timer[kHasPrimitive]) delete knownTimersById[timer[async_id_symbol]];
  endTimeout(timer);
}

function clearTimeout(timer) {
  if (timer && timer._onTimeout) {
    if (timer instanceof Timeout) end(timer);
  } else if (typeof timer === 'number' || typeof timer === 'string') {
    const known = knownTimersById[timer];
    if (known !== undefined) end(known);
  }
}

function clearInterval(timer) {
  clearTimeout(timer);
}

function setImmediate(callback, ...args) {
  validateFunction(callback, 'callback');
  return new Immediate(callback, args.length > 0 ? args : undefined);
}

function clearImmediate(immediate) {
  if (!immediate || immediate._destroyed) return;
  if (immediate instanceof Immediate) endImmediate(immediate);
  else immediate._destroyed = true;  // a TypeError where that cannot be set, as in Node
}

for (const [timer, name] of [[setTimeout, 'setTimeout'], [setImmediate, 'setImmediate']]) {
  ObjectDefineProperty(timer, customPromisify, {
    __proto__: null,
    enumerable: true,
    get: () => lazyPromises()[name],
  });
}

Timeout.prototype.close = function() {
  clearTimeout(this);
  return this;
};

Timeout.prototype[SymbolDispose] = function() {
  clearTimeout(this);
};

// Its number, by which it can be cleared too.
Timeout.prototype[SymbolToPrimitive] = function() {
  const id = this[async_id_symbol];
  if (!this[kHasPrimitive]) {
    this[kHasPrimitive] = true;
    knownTimersById[id] = this;
  }
  return id;
};

Immediate.prototype[SymbolDispose] = function() {
  clearImmediate(this);
};

module.exports = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
};

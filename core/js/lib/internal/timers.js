// Timers and immediates of JavaScript while they are recorded: Node's own module is used otherwise, and
// this one behaves like it. The queues are the runtime's, in C++; what waits here are the objects, in a
// table whose indexes C++ knows.
'use strict';

const { MathTrunc, NumberIsFinite, ReflectApply, SafeMap, Symbol } = primordials;
const {
  startTimer, refreshTimer, refTimer, clearTimer, startImmediate, refImmediate,
  clearImmediate: dropImmediate, getLibuvNow,
} = internalBinding('timers');
const { setHooks } = internalBinding('loopscope_hooks');
const {
  getDefaultTriggerAsyncId, newAsyncId, initHooksExist, destroyHooksExist, emitInit, emitBefore,
  emitAfter, emitDestroy,
} = require('internal/async_hooks');
const { ERR_OUT_OF_RANGE } = require('internal/errors').codes;
const { validateFunction, validateNumber } = require('internal/validators');
const { inspect } = require('internal/util/inspect');
const L = require('internal/linkedlist');

const async_id_symbol = Symbol('asyncId');
const trigger_async_id_symbol = Symbol('triggerId');
const kHasPrimitive = Symbol('kHasPrimitive');
const kRefed = Symbol('refed');
const TIMEOUT_MAX = 2 ** 31 - 1;
const kNoSlot = -1;

// Objects by slot, and the slots that are free again.
class Slots {
  objects = [];
  free = [];
  take(object) {
    const slot = this.free.length > 0 ? this.free.pop() : this.objects.length;
    this.objects[slot] = object;
    return slot;
  }
  release(slot) {
    this.objects[slot] = undefined;
    this.free.push(slot);
  }
}
const timers = new Slots();
const immediates = new Slots();

// What a program sees when it prints a timer: Node links the timers of each duration.
class TimersList {
  constructor(msecs) {
    this._idleNext = this;
    this._idlePrev = this;
    this.msecs = msecs;
  }
  [inspect.custom](_, options) {
    return inspect(this, { ...options, depth: 0, customInspect: false });
  }
}
const lists = new SafeMap();  // by duration

function link(timer) {
  const msecs = MathTrunc(timer._idleTimeout);
  let list = lists.get(msecs);
  if (list === undefined) lists.set(msecs, list = new TimersList(msecs));
  L.append(list, timer);
}

function unlink(timer) {
  const list = timer._idleNext;
  L.remove(timer);
  if (list instanceof TimersList && L.isEmpty(list)) lists.delete(list.msecs);
}

function initAsyncResource(resource, type) {
  const asyncId = resource[async_id_symbol] = newAsyncId();
  const triggerAsyncId = resource[trigger_async_id_symbol] = getDefaultTriggerAsyncId();
  if (initHooksExist()) emitInit(asyncId, type, triggerAsyncId, resource);
}

// The functions that the classes below share with this module and `timers`, and with nobody else.
let startTimeout;
let runTimeout;
let clearTimeout;
let runImmediate;
let clearImmediate;

class Timeout {
  #slot = kNoSlot;
  #refreshed = false;  // by its own callback, which still runs

  constructor(callback, after, args, isRepeat, isRefed) {
    after *= 1;  // a number or NaN
    if (!(after >= 1 && after <= TIMEOUT_MAX)) {
      if (after > TIMEOUT_MAX) {
        process.emitWarning(`${after} does not fit into a 32-bit signed integer.` +
                            '\nTimeout duration was set to 1.', 'TimeoutOverflowWarning');
      }
      after = 1;
    }
    this._idleTimeout = after;
    this._idlePrev = this;
    this._idleNext = this;
    this._idleStart = null;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = isRepeat ? after : null;
    this._destroyed = false;
    this[kRefed] = isRefed;
    this[kHasPrimitive] = false;
    initAsyncResource(this, 'Timeout');
  }

  static {
    startTimeout = (timer) => timer.#start();
    clearTimeout = (timer) => timer.#clear();
    runTimeout = (slot) => timers.objects[slot].#run(slot);
  }

  #start() {
    const slot = this.#slot = timers.take(this);
    this._idleStart =
      startTimer(slot, this._idleTimeout, this._repeat !== null, this[kRefed], this._onTimeout);
    link(this);
  }

  #run(slot) {
    const asyncId = this[async_id_symbol];
    unlink(this);
    if (!this._onTimeout) return this.#end(asyncId);  // cleared after its end, and then refreshed
    emitBefore(asyncId, this[trigger_async_id_symbol], this);
    try {
      const args = this._timerArgs;
      if (args === undefined) this._onTimeout();
      else ReflectApply(this._onTimeout, this, args);
    } finally {
      if (this.#slot === slot) this.#afterRun(asyncId);
    }
    emitAfter(asyncId);
  }

  // An interval goes on; a timeout has ended unless it was refreshed.
  #afterRun(asyncId) {
    const goesOn = this._repeat ? this._idleTimeout !== -1 : this.#refreshed;
    if (goesOn && !this.#refreshed) link(this);
    this.#refreshed = false;
    if (!goesOn) this.#end(asyncId);
  }

  #end(asyncId) {
    this._destroyed = true;
    if (this._idleNext) unlink(this);
    clearTimer(this.#slot);
    timers.release(this.#slot);
    this.#slot = kNoSlot;
    if (destroyHooksExist() && asyncId !== undefined) emitDestroy(asyncId);
  }

  #clear() {
    if (this._destroyed) return;
    this._idleTimeout = -1;
    if (this.#slot === kNoSlot) this._destroyed = true;
    else this.#end(this[async_id_symbol]);
  }

  [inspect.custom](_, options) {
    return inspect(this, { ...options, depth: 0, customInspect: false });
  }

  refresh() {
    if (this._idleTimeout < 0 || this._idleTimeout === undefined) return this;
    if (this.#slot !== kNoSlot) {
      this.#refreshed = true;
      refreshTimer(this.#slot);
      link(this);
      return this;
    }
    if (this._destroyed) initAsyncResource(this, 'Timeout');
    this._destroyed = false;
    this.#start();
    return this;
  }

  unref() {
    if (this[kRefed]) {
      this[kRefed] = false;
      if (this.#slot !== kNoSlot) refTimer(this.#slot, false);
    }
    return this;
  }

  ref() {
    if (!this[kRefed]) {
      this[kRefed] = true;
      if (this.#slot !== kNoSlot) refTimer(this.#slot, true);
    }
    return this;
  }

  hasRef() {
    return this[kRefed];
  }
}

class Immediate {
  #slot;

  constructor(callback, args) {
    this._idleNext = null;
    this._idlePrev = null;
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    this[kRefed] = true;
    initAsyncResource(this, 'Immediate');
    this.#slot = immediates.take(this);
    startImmediate(this.#slot, callback);
  }

  static {
    clearImmediate = (immediate) => immediate.#clear();
    runImmediate = (slot) => immediates.objects[slot].#run();
  }

  #leave() {
    immediates.release(this.#slot);
    this.#slot = kNoSlot;
    this._destroyed = true;
    this[kRefed] = null;
  }

  #run() {
    this.#leave();
    const asyncId = this[async_id_symbol];
    emitBefore(asyncId, this[trigger_async_id_symbol], this);
    try {
      const argv = this._argv;
      if (!argv) this._onImmediate();
      else this._onImmediate(...argv);
    } finally {
      this._onImmediate = null;
      if (destroyHooksExist()) emitDestroy(asyncId);
    }
    emitAfter(asyncId);
  }

  #clear() {
    if (this._destroyed) return;
    dropImmediate(this.#slot);
    this.#leave();
    this._onImmediate = null;
    if (destroyHooksExist()) emitDestroy(this[async_id_symbol]);
  }

  #setRef(refed) {
    this[kRefed] = refed;
    refImmediate(this.#slot, refed);
  }

  ref() {
    if (this[kRefed] === false) this.#setRef(true);
    return this;
  }

  unref() {
    if (this[kRefed] === true) this.#setRef(false);
    return this;
  }

  hasRef() {
    return !!this[kRefed];
  }
}

setHooks({ runTimer: runTimeout, runImmediate });

function start(callback, after, args, isRepeat, isRefed) {
  const timer = new Timeout(callback, after, args, isRepeat, isRefed);
  startTimeout(timer);
  return timer;
}

function setUnrefTimeout(callback, after) {
  validateFunction(callback, 'callback');
  return start(callback, after, undefined, false, false);
}

// For Socket.setTimeout() and its like.
function getTimerDuration(msecs, name) {
  validateNumber(msecs, name);
  if (msecs < 0 || !NumberIsFinite(msecs)) {
    throw new ERR_OUT_OF_RANGE(name, 'a non-negative finite number', msecs);
  }
  if (msecs > TIMEOUT_MAX) {
    process.emitWarning(`${msecs} does not fit into a 32-bit signed integer.` +
                        `\nTimer duration was truncated to ${TIMEOUT_MAX}.`,
                        'TimeoutOverflowWarning');
    return TIMEOUT_MAX;
  }
  return msecs;
}

module.exports = {
  TIMEOUT_MAX,
  kTimeout: Symbol('timeout'),
  async_id_symbol,
  trigger_async_id_symbol,
  Timeout,
  Immediate,
  kRefed,
  kHasPrimitive,
  initAsyncResource,
  setUnrefTimeout,
  getTimerDuration,
  getLibuvNow,
  // As Node's own modules call them.
  insert: startTimeout,
  start,
  clearTimeout,
  clearImmediate,
  // C++ calls the hooks above instead.
  getTimerCallbacks: () => ({}),
};

// Each callback prints its own name first, so that the trace can be held against it.
'use strict';
const mark = (name, then = () => {}) => ({ [name](...args) { console.log(`[${name}]`); return then(...args); } })[name];
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
class Own extends Promise {}

// What would race (an interval and the rest) is started by what comes before it.
let intervalEnds;
const intervalEnd = new Promise((resolve) => { intervalEnds = resolve; });
function startInterval() {
  let left = 3;
  const interval = setInterval(mark('interval', () => {
    if (--left > 0) return;
    clearInterval(interval);
    intervalEnds();
  }), 1);
}

async function twice() {
  await null;
  console.log('[twice]');
  await intervalEnd;
  console.log('[twice]');
}
async function* generates() {
  await 1;
  console.log('[generates]');
  yield 1;  // what follows is called by the one that takes
}
async function takes() {
  for await (const value of generates()) console.log(value);
  try {
    await Promise.reject(new Error('no'));
  } catch {
    console.log('[takes]');
  }
}

setTimeout(mark('timeout', () => {
  Promise.resolve().then(mark('fromTimeout'));
  process.nextTick(mark('tickOfTimeout'));
}), 1);
setImmediate(mark('immediate', () => {
  queueMicrotask(mark('ofImmediate'));
  startInterval();
}));
process.nextTick(mark('tick', () => process.nextTick(mark('tickOfTick'))));
queueMicrotask(mark('microtask', () => process.nextTick(mark('tickOfMicrotask'))));
Promise.resolve().then(mark('fulfilled')).finally(mark('finallyAfter'));
Promise.reject(1).catch(mark('rejected', () => Promise.resolve().then(mark('inner')))).then(mark('afterInner'));
new Promise((resolve) => resolve({ then: mark('thenOfThenable', (resolve) => resolve(1)) }))
  .then(mark('afterThenable'));
Own.resolve(1).then(mark('ofOwnClass')).then(mark('ofOwnClassAgain'));
Promise.all([1, wait(1)]).then(mark('afterAll'));
Promise.race([wait(1), wait(20)]).then(mark('afterRace'));
Promise.any([Promise.reject(1), 2]).then(mark('afterAny'));
Promise.allSettled([1]).then(mark('afterAllSettled'));
twice().then(mark('afterTwice'));
takes();
for (let i = 0; i < 40; ++i) Promise.resolve().then(mark(`many${i}`));

// Timers of 1 ms are due when the loop begins, however fast all this was.
for (const start = process.hrtime.bigint(); process.hrtime.bigint() - start < 3000000n;);

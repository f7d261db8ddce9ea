// node delays.js SEED PROGRAM: the program, with random delays wherever it prints or queues something.
// A third of the seeds delays nothing, so that only the machine differs.
'use strict';
const seed = Number(process.argv[2]);
const path = require('path').resolve(process.argv[3]);
process.argv.splice(1, 2);

let state = (seed * 2654435761) >>> 0;
function random() {  // xorshift
  state ^= state << 13; state >>>= 0;
  state ^= state >>> 17;
  state ^= state << 5; state >>>= 0;
  return state / 2 ** 32;
}
for (let i = 0; i < 8; ++i) random();
const chance = [0, 0.1, 0.5][seed % 3];
const most_ms = [0.4, 1.5, 4, 12][Math.floor(random() * 4)];

function delay() {
  if (random() >= chance) return;
  const end = process.hrtime.bigint() + BigInt(Math.floor(random() * most_ms * 1e6));
  while (process.hrtime.bigint() < end);
}

function slow(owner, name) {
  const original = owner[name];
  const late = function(...all) {
    delay();
    const result = original.apply(this, all);
    delay();
    return result;
  };
  Object.defineProperties(late, Object.getOwnPropertyDescriptors(original));
  owner[name] = late;
}

if (chance > 0) {
  slow(console, 'log');
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']) slow(globalThis, name);
  slow(process, 'nextTick');
}
require(path);

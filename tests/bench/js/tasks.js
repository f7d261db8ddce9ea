// usage: tasks.js KIND TASKS: prints the nanoseconds of processor time per task of that kind, each of
// which queues the next one or comes in batches; the least of several runs, the first of which warm up.
'use strict';
const [kind, tasks] = [process.argv[2], Number(process.argv[3])];
const batch = 100;

// Each calls `done` when so many tasks have run.
const kinds = {
  async await(count, done) {
    for (let i = 0; i < count; ++i) await undefined;
    done();
  },
  then(count, done) {
    let left = count;
    const next = () => { if (--left > 0) Promise.resolve().then(next); else done(); };
    Promise.resolve().then(next);
  },
  queueMicrotask(count, done) { batches(queueMicrotask, count, done); },
  nextTick(count, done) { batches(process.nextTick, count, done); },
  setImmediate(count, done) { batches(setImmediate, count, done); },
  setTimeout(count, done) { batches((callback) => setTimeout(callback, 1), count, done); },
};

function batches(queue, count, done) {
  let left = count;
  const task = () => {
    if (--left === 0) done();
    else if (left % batch === 0) queueBatch();
  };
  const queueBatch = () => { for (let i = 0; i < batch; ++i) queue(task); };
  queueBatch();
}

const processorTime = () => { const { user, system } = process.cpuUsage(); return user + system; };
let runs = 6;
let least = Infinity;
function run() {
  const start = processorTime();
  kinds[kind](tasks, () => {
    least = Math.min(least, (processorTime() - start) * 1000 / tasks);
    if (--runs > 0) setImmediate(run);
    else console.log(least.toFixed(1));
  });
}
run();

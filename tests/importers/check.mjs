// Runs a sample, exports its trace, lets somebody else's program import it, and compares what that
// shows with what the trace says: threads, names, nesting and times of all slices.
// usage: node check.mjs LOOPSCOPE IMPORTER NODE_MODULES SAMPLE [OPTION OF THE SAMPLE...]
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slicesOfTrace } from './slices.mjs';

const SKIPPED = 77;
const TOLERANCE_NS = 8; // neighbours and ends that nest are drawn 1 ns apart

function near(found, wanted, what) {
  assert.ok(Math.abs(found - wanted) <= TOLERANCE_NS, `${what}: ${found} ns, but ${wanted} in the trace`);
}

function outline(slices) {
  return slices.map(({ name, depth }) => '  '.repeat(depth) + name);
}

function compareThread(found, wanted, startsAt0) {
  assert.deepEqual(outline(found), outline(wanted));
  const start = startsAt0 ? wanted[0].begin : 0;
  wanted.forEach((slice, i) => {
    near(found[i].begin + start, slice.begin, `${slice.name} begins`);
    near(found[i].end + start, slice.end, `${slice.name} ends`);
    if (found[i].id !== undefined) assert.equal(found[i].id, slice.id);
  });
}

async function check(loopscope, importer, modules, sample) {
  const folder = mkdtempSync(join(tmpdir(), 'loopscope-importer-'));
  const trace = join(folder, 'trace.jsonl');
  const exported = join(folder, 'exported.json');
  const run = (...command) => execFileSync(loopscope, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const { exportOptions, importSlices } = await import(`./${importer}.mjs`);
  try {
    run('sample', ...sample, '-o', trace);
    run('export', ...exportOptions, trace, '-o', exported);
    const wanted = slicesOfTrace(trace);
    const found = await importSlices(exported, modules);
    assert.deepEqual([...found.keys()].sort(), [...wanted.keys()].sort(), 'threads');
    for (const [thread, slices] of wanted) compareThread(found.get(thread), slices, importer === 'speedscope');
    const count = [...wanted.values()].reduce((sum, slices) => sum + slices.length, 0);
    console.log(`${importer} shows all ${count} slices on ${wanted.size} threads`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [loopscope, importer, modules, ...sample] = process.argv.slice(2);
if (!existsSync(modules)) {
  console.log(`The importers are not installed: ./dev test does it where there is npm (${modules}).`);
  process.exit(SKIPPED);
}
await check(loopscope, importer, modules, sample);

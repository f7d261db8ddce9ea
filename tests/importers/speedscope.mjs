// speedscope's own importer, out of the bundle of its web application, which runs here without a page.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import vm from 'node:vm';

const IMPORT = 'importProfileGroupFromText';

/** The bundle exports nothing, but defines its modules' exports one by one as it starts. */
async function importer(modules) {
  const folder = `${modules}/speedscope/dist/release/`;
  const bundle = readdirSync(folder).find((name) => /^speedscope-.*\.js$/.test(name));
  const page = { get body() { throw new Error('there is no page'); } };
  const location = { hash: '', href: 'file:///', protocol: 'file:' };
  const quiet = { log() {}, warn() {}, error() {} };
  const context = vm.createContext({ TextDecoder, TextEncoder, URL, performance, setTimeout,
    console: quiet, document: page, location, addEventListener() {} });
  vm.runInContext(`var window = globalThis, self = globalThis, exported = {};
    const define = Object.defineProperty;
    Object.defineProperty = (object, key, how) => {
      if (key === '${IMPORT}') exported.get = how.get;
      return define(object, key, how);
    };`, context);
  try {
    vm.runInContext(readFileSync(folder + bundle, 'utf8'), context);
  } catch (error) {
    if (error.message !== 'there is no page') throw error;
  }
  await after(0); // its modules begin in promises
  return context.exported.get();
}

export const exportOptions = ['--no-args']; // it makes names of names and args

/** Map of "pid:tid" to slices in ns. It counts each thread's times from its first slice. */
export async function importSlices(path, modules) {
  const importText = await importer(modules);
  const group = await importText('trace.json', readFileSync(path, 'utf8'));
  return new Map(group.profiles.map((profile) => {
    const slices = [];
    const open = [];
    profile.forEachCall((node, value) => {
      const slice = { name: node.frame.name, depth: open.length, begin: value * 1000 };
      slices.push(slice);
      open.push(slice);
    }, (node, value) => { open.pop().end = value * 1000; });
    const [, pid, tid] = /\(pid (\d+)\).*\(tid (\d+)\)$/.exec(profile.getName());
    return [`${pid}:${tid}`, slices];
  }).filter(([, slices]) => slices.length > 0));
}

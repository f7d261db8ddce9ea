// The engine of the DevTools performance panel, as Chromium's developers publish it for node.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export const exportOptions = [];

function collect(node, depth, slices) {
  const { name, ts, dur, args } = node.entry;
  slices.push({ name, depth, id: args?.id, begin: ts * 1000, end: (ts + dur) * 1000 });
  for (const child of node.children) collect(child, depth + 1, slices);
}

/** Map of "pid:tid" to slices in ns. */
export async function importSlices(path, modules) {
  const engine = pathToFileURL(`${modules}/@paulirish/trace_engine/`);
  await import(new URL('analyze-trace.mjs', engine)); // brings the parts of a page that it uses
  const { TraceModel } = await import(new URL('models/trace/trace.js', engine));
  const model = TraceModel.Model.createWithAllHandlers();
  await model.parse(JSON.parse(readFileSync(path, 'utf8')).traceEvents);
  const found = new Map();
  for (const [pid, process] of model.parsedTrace().data.Renderer.processes)
    for (const [tid, thread] of process.threads) {
      const slices = [];
      for (const root of thread.tree?.roots ?? []) collect(root, 0, slices);
      if (slices.length > 0) found.set(`${pid}:${tid}`, slices);
    }
  return found;
}

// What an importer must show of a trace: its slices, told from the lines of docs/trace-format.md alone.
import { readFileSync } from 'node:fs';

const BEGINS = new Set(['boot.begin', 'turn', 'phase.begin', 'poll.wait', 'task.begin', 'pool.begin']);
const ENDS = new Set(['boot.end', 'turn', 'stop', 'phase.end', 'poll.wake', 'task.end', 'pool.end']);

/** The names that lines refer to by number, and what tasks and threads are called. */
class Names {
  constructor(header) {
    this.names = new Map();
    this.tasks = new Map();
    this.pids = new Map([[0, header.pid]]);
    this.tids = new Map();
  }

  take(line) {
    if (line.e === 'task.queue') this.tasks.set(line.id, this.names.get(line.name) ?? line.q);
    if (line.e !== 'def') return;
    if (line.kind === 'name') this.names.set(line.n, line.text);
    if (line.kind === 'process') this.pids.set(line.n, line.pid);
    if (line.kind === 'thread') this.tids.set(`${line.p ?? 0} ${line.n}`, line.tid);
  }

  /** As importers tell threads apart. */
  thread(process, thread) {
    return `${this.pids.get(process)}:${this.tids.get(`${process} ${thread}`)}`;
  }

  slice(line) {
    if (line.e.startsWith('boot.')) return this.names.get(line.name);
    if (line.e === 'phase.begin') return line.ph;
    if (line.e === 'poll.wait') return 'wait';
    if (line.e === 'turn') return 'turn';
    return this.tasks.get(line.id) ?? 'task';
  }
}

/** The slices of one thread, in the order of their begins. */
class Thread {
  slices = [];
  open = [];

  end(line) {
    // A turn has no end of its own: the next one, or the end of run().
    if (line.e === 'turn' || line.e === 'stop') {
      if (this.open.at(-1)?.name !== 'turn') return;
    }
    const slice = this.open.pop();
    slice.end = line.t;
  }

  begin(name, line) {
    const id = line.e.startsWith('task.') || line.e.startsWith('pool.') ? line.id : undefined;
    const slice = { name, id, depth: this.open.length, begin: line.t };
    this.slices.push(slice);
    this.open.push(slice);
  }
}

/** Map of "pid:tid" to slices in ns. */
export function slicesOfTrace(path) {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n').map(JSON.parse);
  const names = new Names(header);
  const threads = new Map();
  for (const line of lines) {
    names.take(line);
    if (!BEGINS.has(line.e) && !ENDS.has(line.e)) continue;
    const key = `${line.p ?? 0} ${line.th ?? 0}`;
    if (!threads.has(key)) threads.set(key, new Thread());
    if (ENDS.has(line.e)) threads.get(key).end(line);
    if (BEGINS.has(line.e)) threads.get(key).begin(names.slice(line), line);
  }
  return new Map([...threads].map(([key, thread]) =>
    [names.thread(...key.split(' ').map(Number)), thread.slices]));
}

// Run by the build inside of libnode: writes Node's own JavaScript library, with this project's
// modules in place of those of the same name, as one file of bytes and a table of what is where.
//
//   node18 --expose-internals write_natives.js LIB_DIR NATIVES.bin TABLE.inc
'use strict';
const fs = require('fs');
const path = require('path');
const { internalBinding } = require('internal/test/binding');

const [libDir, bytesFile, tableFile] = process.argv.slice(2);

// What needs a binding that is not there: a program gets Node's own error, "Cannot find module".
const left_out = new RegExp(
  '^(_http_|_tls_|child_process$|crypto$|dgram$|http2?$|https$|inspector|repl$|test|tls$|' +
  'trace_events$|v8$|wasi$|worker_threads$|zlib$|internal/(child_process|cluster/|crypto/|' +
  'debugger/|deps/(minimatch|undici|v8|\\.)|http|main/(?!run_main)|policy/|repl|test(?!/binding)|tls/|' +
  'trace_events|v8_prof|wasm|watch_mode|watchdog|worker(?!/(js_transferable|io))|heap_utils|js_stream|' +
  'inspector|util/inspector))');

function ownModules(dir, prefix = '') {
  return fs.readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const id = prefix + entry.name;
    if (entry.isDirectory()) return ownModules(path.join(dir, entry.name), `${id}/`);
    return id.endsWith('.js') ? [[id.slice(0, -3), fs.readFileSync(path.join(dir, entry.name), 'utf8')]] : [];
  });
}

// Where Node's modules need what is not there, or are Node 18's where Node 20's do otherwise.
const changes = [
  // A context of their own to be safe from what programs do to the globals.
  ['internal/util', /const \{ runInNewContext \} = require\('vm'\);[^]*?structured-stack' \}\);/,
   `getStructuredStack = () => {
      const limit = Error.stackTraceLimit;
      Error.stackTraceLimit = Infinity;
      const error = new Error();
      Error.stackTraceLimit = limit;
      overrideStackTrace.set(error, (_, trace) => trace);
      return error.stack;
    };`],
  ['internal/util', /const \{ runInNewContext \} = require\('vm'\);\s*internalGlobal = [^;]*;/,
   'internalGlobal = globalThis;'],
  // Node 20 takes all rejections at once: those behind a listener that throws are lost, and those
  // which a listener before theirs has handled are told all the same.
  ['internal/process/promises',
   /let len = pendingUnhandledRejections\.length;\s*while \(len--\) \{[^]*?maybeUnhandledPromises\.get\(promise\);/,
   `const { isClassic } = internalBinding('config');
  const batch = isClassic ? pendingUnhandledRejections : pendingUnhandledRejections.splice(0);
  const infos = isClassic ? undefined : batch.map((promise) => maybeUnhandledPromises.get(promise));
  let len = batch.length;
  while (len--) {
    const promise = ArrayPrototypeShift(batch);
    const promiseInfo = isClassic ? maybeUnhandledPromises.get(promise) : ArrayPrototypeShift(infos);`],
  // Node 20 finishes a writable a tick after its last write, queues no tick for a write that nobody
  // waits for (but in object mode), calls back with null, and a writable is full only if it is so
  // when it was written to.
  ['internal/streams/writable', /const kOnFinished = Symbol\('kOnFinished'\);/,
   `$&\nconst { isClassic } = internalBinding('config');`],
  ['internal/streams/writable',
   /const ret = (state\.length < state\.highWaterMark);([^]*?)if \(!ret\)(\s*state\.needDrain = true;)([^]*?)(?=\/\/ Return false if errored)/,
   `let ret = $1;$2if (isClassic && !ret)$3$4if (!isClassic) {
    ret = $1 || state.length === 0;
    if (!ret) state.needDrain = true;
  }
  `],
  ['internal/streams/writable', /if \(sync\) \{(?=\s*\/\/ It is a common case)/,
   `if (sync && !isClassic && cb === nop) {
      const needTick = (state.needDrain && state.length === 0) || state.objectMode;
      if (needTick && !state.afterWritePending) {
        state.afterWritePending = true;
        process.nextTick(afterWrite, stream, state, 1, cb);
      } else {
        state.pendingcb--;
        finishMaybe(stream, state, true);
      }
    } else if (sync) {`],
  ['internal/streams/writable', /process\.nextTick\(afterWriteTick, state\.afterWriteTickInfo\);/,
   `$&\n        state.afterWritePending = true;`],
  ['internal/streams/writable', /function afterWrite\(stream, state, count, cb\) \{/,
   `$&\n  state.afterWritePending = false;`],
  ['internal/streams/writable', /state\.pendingcb--;\s*cb\(\);([^]*?)finishMaybe\(stream, state\);/,
   `state.pendingcb--;
    if (isClassic) cb();
    else cb(null);$1finishMaybe(stream, state, !isClassic);`],
  ['internal/streams/writable', /(state\.finished = true;[^]*?)onfinishCallbacks\[i\]\(\);/,
   `$1if (isClassic) onfinishCallbacks[i]();
    else onfinishCallbacks[i](null);`],
  ['internal/modules/esm/initialize_import_meta', /\/\/ Alphabetical/,
   `if (!internalBinding('config').isClassic && url.startsWith('file:')) {
    const filename = require('internal/url').fileURLToPath(url);
    meta.dirname = require('path').dirname(filename);
    meta.filename = filename;
  }`],
];

function changed(id, source) {
  for (const [changedId, from, to] of changes) {
    if (id !== changedId) continue;
    if (!from.test(source)) throw new Error(`${id} has no ${from}: this libnode is another; adapt write_natives.js`);
    source = source.replace(from, to);
  }
  return source;
}

// Some constants are not enumerable, and JSON would leave them out.
function withHidden(constants) {
  return Object.fromEntries(
    Object.getOwnPropertyNames(constants).map((name) => [name, constants[name]]));
}

// What Node's C++ tells its JavaScript at the start and never changes.
function facts() {
  const options = internalBinding('options');
  const { options: all, aliases } = options.getCLIOptions();
  const uv = internalBinding('uv');
  const numbers = Object.entries(uv).filter(([, value]) => typeof value === 'number');
  return {
    constants: internalBinding('constants'),
    options: [...all],
    aliases: [...aliases],
    optionKinds: { envSettings: options.envSettings, types: options.types },
    uv: Object.fromEntries(numbers),
    uvErrors: [...uv.getErrorMap()],
    config: internalBinding('config'),
    processConfig: JSON.stringify(process.config),
    versions: process.versions,
    release: process.release,
    asyncWrap: internalBinding('async_wrap').constants,
    providers: internalBinding('async_wrap').Providers,
    performance: withHidden(internalBinding('performance').constants),
    symbols: Object.keys(internalBinding('symbols')),
    utilConstants: internalBinding('util').constants,
    promiseRejectEvents: internalBinding('task_queue').promiseRejectEvents,
    arch: process.arch,
  };
}

const modules = new Map();
const natives = process.binding('natives');
for (const id of Object.keys(natives)) if (!left_out.test(id)) modules.set(id, changed(id, natives[id]));
for (const [id, source] of ownModules(libDir)) modules.set(id, source);
// Node's own beside ours, for programs that are not recorded; see Realm::native_of().
for (const id of ['timers', 'internal/timers']) modules.set(`loopscope/unrecorded/${id}`, natives[id]);
modules.set('loopscope/facts', JSON.stringify(facts(), (key, value) =>
  (typeof value === 'bigint' ? Number(value) : value === undefined ? null : value)));

const parts = [];
const rows = [];
let offset = 0;
for (const id of [...modules.keys()].sort()) {
  const text = modules.get(id);
  const wide = /[^\0-\xff]/.test(text);
  if (wide && offset % 2 === 1) offset += parts.push(Buffer.alloc(1)) && 1;
  const bytes = Buffer.from(text, wide ? 'utf16le' : 'latin1');
  rows.push(`{"${id}", ${offset}, ${text.length}, ${wide}},\n`);
  parts.push(bytes);
  offset += bytes.length;
}
fs.writeFileSync(bytesFile, Buffer.concat(parts));
fs.writeFileSync(tableFile, rows.join(''));

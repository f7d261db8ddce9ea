// The first JavaScript that runs, with three parameters: getNative(name), the C++ part of a binding,
// argv and execArgv. Builds what Node's C++ builds before its own bootstrap, runs that, and hands the
// functions over that C++ calls.
'use strict';

const { compileFunction, nativeSource } = getNative('builtins');
const { setHooks, setProcess } = getNative('loopscope_hooks');
const facts = JSON.parse(nativeSource('loopscope/facts'));
const { privateSymbols } = getNative('util');

const symbols = {};
for (const name of facts.symbols) symbols[name] = Symbol(name);

const primordials = {};
const perContext = {};
for (const part of ['primordials', 'domexception', 'messageport']) {
  compileFunction(`internal/per_context/${part}`)(perContext, primordials, privateSymbols, symbols);
}

const process = new (function process() {})();
setProcess(process);
process.version = `v${facts.versions.node}`;
const { openssl, ...versions } = facts.versions;  // Node's library takes it that there is crypto
process.versions = Object.freeze(versions);
process.arch = facts.arch;
process.platform = 'linux';
process.release = facts.release;
process[privateSymbols.exiting_aliased_Uint32Array] = new Uint32Array(1);

const load = (id, internalBinding, require) => {
  const module = { exports: {} };
  compileFunction(id)(module.exports, require, module, process, internalBinding, primordials);
  return module.exports;
};
const bindings = load('loopscope/bindings')({
  getNative, facts, symbols, perContext, process, argv, execArgv, setHooks,
});

let internalBinding;
let requireBuiltin;
bindings.add('builtins', (binding) => {
  binding.setInternalLoaders = (getBinding, require) => {
    internalBinding = getBinding;
    requireBuiltin = require;
  };
});
compileFunction('internal/bootstrap/realm')(
  process, (name) => { throw new Error(`No such binding: ${name}`); }, bindings.get, primordials);
for (const step of ['node', 'browser', 'switches/is_main_thread',
                    'switches/does_own_process_state']) {
  compileFunction(`internal/bootstrap/${step}`)(
    process, requireBuiltin, internalBinding, primordials);
}
load('loopscope/output', internalBinding, requireBuiltin);
if (!internalBinding('config').isClassic) load('loopscope/modern', internalBinding, requireBuiltin);
bindings.announceWith(load('loopscope/resources', internalBinding, requireBuiltin));
const main = compileFunction('internal/main/run_main_module');
load('loopscope/main', internalBinding, requireBuiltin)(
  setHooks, main.bind(undefined, process, requireBuiltin, internalBinding, primordials));

// internalBinding(): C++'s functions, and beside them what is only data or is best said in
// JavaScript. A module that asks for a binding that is not there gets Node's own error.
'use strict';

module.exports = ({ getNative, facts, symbols, perContext, process, argv, execArgv, setHooks }) => {
  const makers = new Map();
  const add = (name, make) => {
    const before = makers.get(name);
    makers.set(name, before === undefined ? make : (binding) => { before(binding); make(binding); });
  };
  const processFacts = getNative('process_methods').facts();

  function get(name) {
    const binding = getNative(name);
    const make = makers.get(name);
    if (make) make(binding);
    else if (Object.keys(binding).length === 0) throw new Error(`No such binding: ${name}`);
    return binding;
  }
  const addData = (name, data) => add(name, (binding) => Object.assign(binding, data));

  // The options of Node's command line, at their defaults but for --node-option.
  const options = optionsWith(new Map(facts.options),
                              processFacts.isClassic ? execArgv : [...modernOptions, ...execArgv]);
  addData('options', {
    ...facts.optionKinds,
    getCLIOptions: () => ({ options, aliases: new Map(facts.aliases) }),
    getEmbedderOptions: () => ({ shouldNotRegisterESMLoader: false, noGlobalSearchPaths: false,
                                 hasEmbedderPreload: false }),
  });
  addData('config', {
    ...facts.config, hasInspector: false, hasOpenSSL: false, fipsMode: false,
    hasTracing: false, isClassic: processFacts.isClassic,
  });
  addData('constants', withoutPrototypes(facts.constants));
  addData('symbols', symbols);
  addData('uv', {
    ...facts.uv,
    errname: (number) => errorNames.get(number)?.[0] ?? `Unknown system error ${number}`,
    getErrorMap: () => new Map(facts.uvErrors),
  });
  const errorNames = new Map(facts.uvErrors);

  add('builtins', (binding) => {
    binding.config = facts.processConfig;
    binding.hasCachedBuiltins = () => true;
  });
  add('util', (binding) => {
    Object.assign(binding, {
      constants: facts.utilConstants,
      shouldAbortOnUncaughtToggle: new Uint32Array(1),
      WeakReference: class WeakReference {
        #reference;
        #strong;
        #count = 0;
        constructor(object) { this.#reference = new WeakRef(object); }
        get() { return this.#reference.deref(); }
        incRef() { if (this.#count++ === 0) this.#strong = this.#reference.deref(); }
        decRef() { if (--this.#count === 0) this.#strong = undefined; }
      },
      getCallerLocation: () => undefined,
    });
    // Standard input and output are written and read as files whatever they are; see
    // loopscope/output.
    const { guessHandleType } = binding;
    binding.guessHandleType = (fd) => (fd <= 2 ? 'FILE' : guessHandleType(fd));
  });
  add('errors', (binding) => {
    binding.setPrepareStackTraceCallback = (prepareStackTrace) => setHooks({ prepareStackTrace });
    binding.setEnhanceStackForFatalException = (fatalBefore, fatalAfter) =>
      setHooks({ fatalBefore, fatalAfter });
    // Source maps are not followed.
    binding.setSourceMapsEnabled = () => {};
    binding.setMaybeCacheGeneratedSourceMap = () => {};
    binding.setGetSourceMapErrorSource = () => {};
  });
  add('task_queue', (binding) => {
    binding.promiseRejectEvents = facts.promiseRejectEvents;
    binding.setPromiseRejectCallback = (promiseReject) => setHooks({ promiseReject });
  });
  // Node's own timers are called by C++; where it is recorded, C++ calls what internal/timers sets.
  add('timers', (binding) => {
    const { setupTimers } = binding;
    binding.setupTimers = (processImmediate, processTimers) =>
      setupTimers?.(processImmediate, processTimers, process);
  });
  add('process_methods', (binding) => {
    binding.patchProcessObject = (object) => patchProcess(object, processFacts, argv, execArgv);
    binding.setEmitWarningSync = () => {};
    binding.resetStdioForTesting = () => {};
  });
  addData('credentials', {
    safeGetenv: (name) => process.env?.[name] ?? processFacts.env[name],
    implementsPosixCredentials: true,
    ...getNative('credentials'),
  });
  addData('mksnapshot', {
    setSerializeCallback() {}, setDeserializeCallback() {}, setDeserializeMainFunction() {},
  });
  addData('trace_events', {
    isTraceCategoryEnabled: () => false, setTraceCategoryStateUpdateHandler() {}, trace() {},
    available: false, getCategoryEnabledBuffer: () => new Uint8Array(1),
  });
  addData('wasm_web_api', { setImplementation() {} });
  // A request or handle was made; nobody asks before the library has started.
  let announce = () => {};
  const parts = {
    announce: (...args) => announce(...args),
    add, addData, facts, get, getNative, perContext, process, processFacts, setHooks, symbols,
  };
  for (const part of ['async_wrap', 'blob', 'block_list', 'encoding', 'fs', 'messaging', 'net',
                      'string_decoder', 'system', 'modules']) {
    const module = { exports: {} };
    getNative('builtins').compileFunction(`loopscope/${part}`)(
      module.exports, undefined, module, process, undefined, undefined);
    module.exports(parts);
  }
  return { get, add, announceWith: (function_) => { announce = function_; } };
};

// Of Node 18's options those that are on in Node 20.
const modernOptions = ['--experimental-global-customevent'];

// Programs ask these for names of their own.
function withoutPrototypes(tree) {
  for (const value of Object.values(tree)) {
    if (typeof value === 'object' && value !== null) withoutPrototypes(value);
  }
  return Object.setPrototypeOf(tree, null);
}

// "--name=value", "--name" and "--no-name".
function optionsWith(options, given) {
  for (const text of given) {
    const [, no, name, value] = /^--(no-)?([^=]*)=?(.*)$/s.exec(text) ?? [];
    const option = options.get(`--${name}`);
    if (option === undefined) throw new Error(`${text}: bad option`);
    const isSwitch = typeof option.value === 'boolean';
    options.set(`--${name}`, { ...option, value: isSwitch ? !no : value });
  }
  return options;
}

// What every process has, and what this program was called with.
function patchProcess(process, { env, pid, ppid, execPath }, argv, execArgv) {
  process.title = 'node';
  process.argv = [...argv];
  process.execArgv = [...execArgv];
  process.env = new Proxy(env, {
    set(target, key, value) {
      target[key] = typeof key === 'symbol' ? value : `${value}`;
      return true;
    },
    defineProperty(target, key, descriptor) {
      return Reflect.defineProperty(
        target, key,
        'value' in descriptor ? { ...descriptor, value: `${descriptor.value}` } : descriptor);
    },
  });
  Object.assign(process, { pid, ppid, execPath, debugPort: 9229 });
}

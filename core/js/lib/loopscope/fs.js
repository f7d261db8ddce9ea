// internalBinding('fs'), beside C++'s part, and ('fs_dir').
'use strict';

module.exports = ({ add, announce, get, facts, symbols, setHooks }) => {
  const { fs_use_promises_symbol: kUsePromises } = symbols;
  const names = new Map(facts.uvErrors);

  class FSReqCallback {
    constructor(useBigint) {
      this.bigint = useBigint;
      announce(this, 'FSREQCALLBACK');
    }
  }

  function fsError(errno, syscall, path, dest) {
    const [code, text] = names.get(errno) ?? ['UNKNOWN', `unknown error ${errno}`];
    let message = `${code}: ${text}, ${syscall}`;
    if (path !== undefined) message += ` '${path}'`;
    if (dest !== undefined) message += ` -> '${dest}'`;
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    const error = new Error(message);
    Error.stackTraceLimit = limit;
    Object.assign(error, { errno, code, syscall });
    if (path !== undefined) error.path = path;
    if (dest !== undefined) error.dest = dest;
    return error;
  }

  add('fs', (binding) => {
    class FileHandle {
      #fd;
      constructor(fd) { this.#fd = fd; }
      get fd() { return this.#fd; }
      getAsyncId() { return 0; }
      close() { return binding.close(this.releaseFD(), kUsePromises); }
      releaseFD() {
        const fd = this.#fd;
        this.#fd = -1;
        return fd;
      }
    }
    Object.assign(binding, {
      kUsePromises, FSReqCallback, FileHandle, kFsStatsFieldsNumber: 18,
      statValues: new Float64Array(36), bigintStatValues: new BigInt64Array(36),
    });
    setHooks({
      fileHandle: (fd) => new FileHandle(fd),
      errorName: (number) => names.get(number)?.[0] ?? `UNKNOWN${number}`,
      fsError,
    });
  });

  // A folder is read whole when it is opened.
  class DirHandle {
    #entries;
    constructor([entries, types]) {
      this.#entries = entries.flatMap((name, index) => [name, types[index]]);
    }
    read(encoding, count, request) {
      const some = this.#entries.splice(0, 2 * count);
      return this.#answer(request, some.length > 0 ? some : null);
    }
    close(request) { return this.#answer(request, undefined); }
    // As fs does: through the loop, where there is somebody to tell.
    #answer(request, value) {
      if (request === undefined) return value;
      const told = new FSReqCallback();
      told.oncomplete = () => request.oncomplete(null, value);
      get('fs').access('/', 0, told);
    }
  }

  // fs.watch and fs.watchFile say what is missing when they are called.
  class Unavailable {
    constructor() {
      throw new Error('Watching files is not available: `loopscope run` has no file watcher');
    }
  }
  add('fs', (binding) => { binding.StatWatcher = Unavailable; });
  add('fs_event_wrap', (binding) => { binding.FSEvent = Unavailable; });

  add('fs_dir', (binding) => {
    binding.opendir = (path, encoding, request, context) => {
      if (request === undefined) {
        const entries = get('fs').readdir(path, encoding, true, undefined, context);
        if (context.errno !== undefined) context.syscall = 'opendir';
        return entries && new DirHandle(entries);
      }
      const told = new FSReqCallback();
      told.oncomplete = (error, entries) =>
        (error ? request.oncomplete(fsError(error.errno, 'opendir', path))
          : request.oncomplete(null, new DirHandle(entries)));
      get('fs').readdir(path, encoding, true, told);
    };
  });
};

// internalBinding('tcp_wrap'), ('stream_wrap'), ('cares_wrap') beside C++'s part, and ('pipe_wrap').
'use strict';

module.exports = ({ add, announce, get, getNative }) => {
  // Objects that C++ calls back and knows nothing else of. V8 shows a class in a stack by the name that
  // it has in the source.
  class Request {
    constructor() { announce(this, new.target.name.toUpperCase()); }
  }
  const requests = [
    class WriteWrap extends Request {}, class ShutdownWrap extends Request {},
    class TCPConnectWrap extends Request {}, class PipeConnectWrap extends Request {},
    class GetAddrInfoReqWrap extends Request {}, class GetNameInfoReqWrap extends Request {},
    class QueryReqWrap extends Request {},
  ];
  const addRequests = (binding, ...names) => {
    for (const name of names) binding[name] = requests.find((request) => request.name === name);
  };

  add('stream_wrap', (binding) => {
    addRequests(binding, 'WriteWrap', 'ShutdownWrap');
    Object.assign(binding, {
      kReadBytesOrError: 0, kArrayBufferOffset: 1, kBytesWritten: 2, kLastWriteWasAsync: 3,
    });
  });

  add('tcp_wrap', (binding) => {
    addRequests(binding, 'TCPConnectWrap');
    const constants = { SOCKET: 0, SERVER: 1, UV_TCP_IPV6ONLY: 1 };
    const { TCP } = binding;
    const types = ['TCPWRAP', 'TCPSERVERWRAP'];
    Object.assign(binding, {
      constants,
      TCP: { TCP: class extends TCP {
        constructor(type) {
          super(type);
          announce(this, types[type]);
        }
      } }.TCP,
    });
  });

  add('pipe_wrap', (binding) => {
    addRequests(binding, 'PipeConnectWrap');
    binding.Pipe = class Pipe {
      constructor() {
        throw new Error('Unix domain sockets are not available: `loopscope run` has TCP only');
      }
    };
    binding.constants = { SOCKET: 0, SERVER: 1, IPC: 2, UV_READABLE: 1, UV_WRITABLE: 2 };
  });

  add('tty_wrap', (binding) => {
    const { guessHandleType } = getNative('util');
    binding.isTTY = (fd) => guessHandleType(fd) === 'TTY';
    binding.TTY = class TTY {
      constructor() {
        throw new Error('tty streams are not available: `loopscope run` writes to a terminal as to a file');
      }
    };
  });

  // Questions to a name server are answered as where there is none.
  class ChannelWrap {
    #servers = [];
    getServers() { return this.#servers; }
    setServers(servers) {
      if (typeof servers !== 'string') this.#servers = servers.map(([, ip, port]) => [ip, port]);
      return 0;
    }
    setLocalAddress() {}
    cancel() {}
  }
  function ask(request) {
    const told = new (get('fs').FSReqCallback)();
    told.oncomplete = () => request.oncomplete('ECONNREFUSED');
    get('fs').access('/', 0, told);
    return 0;
  }
  for (const query of ['Any', 'A', 'Aaaa', 'Caa', 'Cname', 'Mx', 'Ns', 'Txt', 'Srv', 'Ptr',
                       'Naptr', 'Soa']) {
    ChannelWrap.prototype[`query${query}`] = ask;
  }
  ChannelWrap.prototype.getHostByAddr = ask;

  add('cares_wrap', (binding) => {
    addRequests(binding, 'GetAddrInfoReqWrap', 'GetNameInfoReqWrap', 'QueryReqWrap');
    binding.ChannelWrap = ChannelWrap;
    binding.strerror = (code) => `${code}`;
  });
};

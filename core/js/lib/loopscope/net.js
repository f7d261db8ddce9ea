// internalBinding('tcp_wrap'), ('stream_wrap'), ('cares_wrap') beside C++'s part, and ('pipe_wrap').
'use strict';

module.exports = ({ add, announce, facts }) => {
  // Requests are objects that C++ calls back and knows nothing else of.
  const requestClass = (name) => ({
    [name]: class {
      constructor() { announce(this, name.toUpperCase()); }
    },
  })[name];
  const addRequests = (binding, ...names) => {
    for (const name of names) binding[name] = requestClass(name);
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

  // Questions to a name server are answered as where there is none.
  class ChannelWrap {
    getServers() { return []; }
    setServers() { return 0; }
    setLocalAddress() {}
    cancel() {}
  }
  for (const query of ['Any', 'A', 'Aaaa', 'Caa', 'Cname', 'Mx', 'Ns', 'Txt', 'Srv', 'Ptr',
                       'Naptr', 'Soa']) {
    ChannelWrap.prototype[`query${query}`] = () => facts.uv.UV_ENOSYS;
  }
  ChannelWrap.prototype.getHostByAddr = () => facts.uv.UV_ENOSYS;

  add('cares_wrap', (binding) => {
    addRequests(binding, 'GetAddrInfoReqWrap', 'GetNameInfoReqWrap', 'QueryReqWrap');
    binding.ChannelWrap = ChannelWrap;
    binding.strerror = (code) => `${code}`;
  });
};

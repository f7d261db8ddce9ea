// internalBinding('messaging') beside C++'s part: MessageChannel.
'use strict';

const unavailable = (what) => () => {
  throw new Error(`${what} is not available: \`loopscope run\` has one thread`);
};

module.exports = ({ add, addData, symbols, perContext, setHooks }) => {
  const { oninit, handle_onclose: onclose, no_message_symbol: noMessage } = symbols;
  const { DOMException, emitMessage } = perContext;

  add('messaging', (binding) => {
    const { MessagePort, portKey, entangle, receiveMessage } = binding;
    const closePort = MessagePort.prototype.close;
    MessagePort.prototype.close = function close() {
      closePort.call(this, () => this[onclose]());
    };
    MessagePort.prototype.drain = () => {};
    const post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function postMessage(message, options) {
      if (arguments.length === 0) {
        throw Object.assign(new TypeError('Not enough arguments to MessagePort.postMessage'),
                            { code: 'ERR_MISSING_ARGS' });
      }
      post.call(this, message, [...(options?.[Symbol.iterator] ? options : options?.transfer ?? [])]);
    };
    const makePort = () => {
      const port = new MessagePort(portKey);
      port[oninit]();
      return port;
    };
    Object.assign(binding, {
      DOMException,
      JSTransferable: class JSTransferable {},
      setDeserializerCreateObjectFunction() {},
      MessageChannel: class MessageChannel {
        constructor() {
          this.port1 = makePort();
          this.port2 = makePort();
          entangle(this.port1, this.port2);
        }
      },
      receiveMessageOnPort: (port) => receiveMessage(port, noMessage),
      drainMessagePort() {},
      moveMessagePortToContext: unavailable('moveMessagePortToContext()'),
      broadcastChannel: unavailable('BroadcastChannel'),
    });
    setHooks({
      emitMessage: function(...args) { return emitMessage.apply(this, args); },
      dataCloneError: (message) => new DOMException(message, 'DataCloneError'),
    });
  });
  addData('worker', {
    isMainThread: true, ownsProcessState: true, threadId: 0, getEnvMessagePort: () => undefined,
  });
};

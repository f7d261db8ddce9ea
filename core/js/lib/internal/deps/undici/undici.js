// In place of Node's HTTP client: fetch() and its classes say that there is none.
'use strict';

const unavailable = (name) => {
  throw new Error(`${name} is not available: \`loopscope run\` has no HTTP`);
};

exports.fetch = async function fetch() { unavailable('fetch()'); };
for (const name of ['FileReader', 'FormData', 'Headers', 'MessageEvent', 'Request', 'Response', 'WebSocket']) {
  exports[name] = { [name]: class { constructor() { unavailable(name); } } }[name];
}

// The same two calls in two places: in the main script, and in an I/O callback.
const fs = require('fs');

setTimeout(() => console.log('timeout from main'), 0);
setImmediate(() => console.log('immediate from main'));

fs.stat('.', () => {
  console.log('I/O callback');
  setTimeout(() => console.log('timeout from I/O'), 0);
  setImmediate(() => console.log('immediate from I/O'));
});

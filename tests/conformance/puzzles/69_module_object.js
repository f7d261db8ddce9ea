// What a module's object shows, what its callers may ask, and old ways that still work.
const { log } = console;
log(Object.keys(module), console.info.name, console.error.name);
log(typeof CustomEvent, typeof require('timers').promises);
log(new Buffer('old').toString());
try {
  clearImmediate(5);
} catch (error) {
  log(error.message);
}
clearImmediate({});
require('fs').opendir('/there/is/none', (error) => log(error.message, error.syscall));

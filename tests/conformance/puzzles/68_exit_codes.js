// What process.exitCode takes: Node 20 looks at it, Node 18 takes everything.
const { log } = console;
for (const code of ['x', 1.5, {}, true, NaN, '']) {
  try {
    process.exitCode = code;
    log('taken', code);
  } catch (error) {
    log(error.code, error.message);
  }
}
process.exitCode = '7';
process.on('exit', (code) => log(typeof code, code, process.exitCode));

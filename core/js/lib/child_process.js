// The module `child_process`: its functions say that there is none.
'use strict';

const functions = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'];
for (const name of functions) {
  exports[name] = () => {
    throw new Error(`child_process.${name}() is not available: \`loopscope run\` has one process`);
  };
}
exports.ChildProcess = function ChildProcess() { exports.spawn(); };

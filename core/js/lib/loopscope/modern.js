// What a program sees of Node 20 in the profile modern, where Node 18's library has it otherwise.
'use strict';

const { NumberIsNaN, ObjectDefineProperty } = primordials;
const { validateInteger } = require('internal/validators');

function checkExitCode(code) {
  if (code === undefined || code === null) return;
  const number = typeof code === 'string' && code !== '' ? +code : code;
  validateInteger(NumberIsNaN(number) ? code : number, 'code');
}

let exitCode;
ObjectDefineProperty(process, 'exitCode', {
  __proto__: null,
  enumerable: true,
  get: () => exitCode,
  set(code) {
    checkExitCode(code);
    exitCode = code;
  },
});

ObjectDefineProperty(require('timers'), 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: () => require('timers/promises'),
});

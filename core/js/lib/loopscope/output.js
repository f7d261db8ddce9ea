// console writes at once, as Node does where standard output is a file. Node's console goes through
// a stream, which queues a tick for each line that tells nobody anything; such a tick would stand in
// every trace. Where a program has put something of its own in the way, it goes through that.
'use strict';

const { ObjectDefineProperties, ObjectDefineProperty, ReflectApply, ReflectOwnKeys, StringPrototypeReplaceAll } = primordials;
const { writeString } = internalBinding('fs');
const globalConsole = require('internal/console/global');

const symbolOf = (name) => ReflectOwnKeys(globalConsole).find(
  (key) => typeof key === 'symbol' && key.description === name);
const writeToConsole = symbolOf('kWriteToConsole');
let groupIndent;  // comes when the program starts
const throughStream = globalConsole[writeToConsole];

function isUntouched(stream) {
  return stream._isStdio && !stream.destroyed && !stream.writableLength &&
    stream.write === Object.getPrototypeOf(Object.getPrototypeOf(stream)).write;
}

globalConsole[writeToConsole] = function(streamSymbol, string) {
  const stream = streamSymbol.description === 'kUseStdout' ? this._stdout : this._stderr;
  if (!isUntouched(stream)) return ReflectApply(throughStream, this, [streamSymbol, string]);
  groupIndent ??= symbolOf('kGroupIndent');
  const indent = this[groupIndent];
  if (indent) string = indent + StringPrototypeReplaceAll(string, '\n', `\n${indent}`);
  writeString(stream.fd, `${string}\n`, null, 'utf8', undefined, {});
}.bind(globalConsole);

// Node's console is V8's, whose functions have names of their own; those of the library share some.
for (const name of ['debug', 'info', 'dirxml', 'error', 'groupCollapsed']) {
  ObjectDefineProperty(globalConsole[name], 'name', { __proto__: null, value: name });
}

// A terminal is written to like a file, but says that it is one.
const SyncWriteStream = require('internal/fs/sync_write_stream');
const { isTTY } = internalBinding('tty_wrap');
const fromTty = (name) => function(...args) { return ReflectApply(require('internal/tty')[name], this, args); };
if (isTTY(1) || isTTY(2)) {
  ObjectDefineProperties(SyncWriteStream.prototype, {
    isTTY: { __proto__: null, get() { return isTTY(this.fd) || undefined; } },
    getColorDepth: { __proto__: null, value: fromTty('getColorDepth') },
    hasColors: { __proto__: null, value: fromTty('hasColors') },
  });
}

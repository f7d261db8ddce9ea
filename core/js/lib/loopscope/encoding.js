// internalBinding('buffer'), where TextEncoder asks it.
'use strict';

// How many UTF-16 units of `text` fit into `room` bytes of UTF-8, whole characters only.
function fitting(text, room) {
  let units = 0;
  for (const character of text) {
    const code = character.codePointAt(0);
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (size > room) break;
    room -= size;
    units += character.length;
  }
  return units;
}

module.exports = ({ add }) => add('buffer', (binding) => {
  const { byteLengthUtf8, utf8Write } = binding;
  binding.encodeUtf8String = (text) => {
    const bytes = new Uint8Array(byteLengthUtf8(text));
    utf8Write.call(bytes, text, 0, bytes.length);
    return bytes;
  };
  binding.encodeInto = (text, bytes, results) => {
    const read = fitting(text, bytes.length);
    results[0] = read;
    results[1] = utf8Write.call(bytes, text.slice(0, read), 0, bytes.length);
  };
});

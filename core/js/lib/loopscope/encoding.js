// internalBinding('buffer') and ('icu'), where TextEncoder and transcode() ask them.
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

module.exports = ({ add, get }) => {
  add('buffer', addTextEncoder);
  add('icu', (binding) => addTranscode(binding, get));
};

function addTextEncoder(binding) {
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
}

const illegalArgument = 1;  // U_ILLEGAL_ARGUMENT_ERROR
const transcoded = { utf8: 'utf8', ucs2: 'ucs2', utf16le: 'ucs2', latin1: 'latin1', binary: 'latin1', ascii: 'ascii' };

// What the other encoding has not becomes '?'.
function addTranscode(binding, get) {
  binding.icuErrName = (code) => (code === illegalArgument ? 'U_ILLEGAL_ARGUMENT_ERROR' : `${code}`);
  binding.transcode = (bytes, from, to) => {
    const [source, target] = [transcoded[from], transcoded[to]];
    if (source === undefined || target === undefined) return illegalArgument;
    const buffer = get('buffer');
    let text = buffer[`${source}Slice`].call(bytes, 0, bytes.length);
    if (target === 'latin1') text = text.replace(/[^\0-\xff]/gu, '?');
    if (target === 'ascii') text = text.replace(/[^\0-\x7f]/gu, '?');
    return buffer.createFromString(text, target);
  };
}

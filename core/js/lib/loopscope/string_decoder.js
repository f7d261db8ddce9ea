// internalBinding('string_decoder'): characters that a chunk of bytes ends in the middle of.
'use strict';

const encodings = ['ascii', 'utf8', 'base64', 'utf16le', 'latin1', 'hex', 'buffer', 'base64url'];
const kMissingBytes = 4;
const kBufferedBytes = 5;
const kEncodingField = 6;

// How many bytes at the end of `bytes` belong to a character that is not complete, and how many of
// it are missing.
function incompleteUtf8(bytes) {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xC0) === 0x80) continue;
    const length = byte >= 0xF0 && byte <= 0xF4 ? 4 : byte >= 0xE0 && byte < 0xF0 ? 3 :
      byte >= 0xC2 && byte < 0xE0 ? 2 : 1;
    return length > back ? [back, length - back] : [0, 0];
  }
  return [0, 0];
}

function incompleteUtf16(bytes) {
  const odd = bytes.length % 2;
  const unit = bytes.length - odd >= 2 ? bytes[bytes.length - odd - 1] : 0;
  if ((unit & 0xFC) === 0xD8) return [2 + odd, 2 - odd];
  return odd ? [1, 1] : [0, 0];
}

function incompleteBase64(bytes) {
  const back = bytes.length % 3;
  return back ? [back, 3 - back] : [0, 0];
}

const incomplete = {
  utf8: incompleteUtf8, utf16le: incompleteUtf16, base64: incompleteBase64,
  base64url: incompleteBase64,
};

module.exports = ({ add, getNative }) => add('string_decoder', (binding) => {
  const native = getNative('buffer');
  const slices = {
    ascii: native.asciiSlice, utf8: native.utf8Slice, base64: native.base64Slice,
    utf16le: native.ucs2Slice, latin1: native.latin1Slice, hex: native.hexSlice,
    buffer: native.utf8Slice, base64url: native.base64urlSlice,
  };
  const toText = (encoding, bytes) => slices[encoding].call(bytes, 0, bytes.length);

  function decode(state, chunk) {
    const encoding = encodings[state[kEncodingField]];
    let bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const find = incomplete[encoding];
    if (find === undefined) return toText(encoding, bytes);
    if (state[kBufferedBytes] > 0) {
      const joined = new Uint8Array(state[kBufferedBytes] + bytes.length);
      joined.set(state.subarray(0, state[kBufferedBytes]));
      joined.set(bytes, state[kBufferedBytes]);
      bytes = joined;
    }
    const [back, missing] = find(bytes);
    state[kBufferedBytes] = back;
    state[kMissingBytes] = missing;
    state.set(bytes.subarray(bytes.length - back));
    return toText(encoding, bytes.subarray(0, bytes.length - back));
  }

  function flush(state) {
    const encoding = encodings[state[kEncodingField]];
    const left = new Uint8Array(state.subarray(0, state[kBufferedBytes]));
    state[kBufferedBytes] = state[kMissingBytes] = 0;
    if (encoding === 'utf16le' && left.length % 2) return toText(encoding, left.subarray(0, left.length - 1));
    return toText(encoding, left);
  }

  Object.assign(binding, {
    encodings, kIncompleteCharactersStart: 0, kIncompleteCharactersEnd: 4, kMissingBytes,
    kBufferedBytes, kEncodingField, kNumFields: 7, kSize: 7, decode, flush,
  });
});

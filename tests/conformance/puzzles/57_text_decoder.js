'use strict';
const bytes = (...values) => Uint8Array.from(values);
const attempt = (body) => {
  try {
    console.log(body());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
};
console.log(new TextDecoder());
for (const [encoding, ...values] of [
  ['latin1', 0xe9], ['utf-16le', 0x61, 0, 0x3d, 0xd8], ['utf-16be', 0, 0x62], ['shift_jis', 0x93, 0xfa],
  ['windows-1251', 0xcf], ['gb18030', 0xc4, 0xe3], ['iso-8859-2', 0xb1], ['koi8-r', 0xf0],
]) attempt(() => [encoding, new TextDecoder(encoding).encoding, new TextDecoder(encoding).decode(bytes(...values))]);
for (const invalid of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0xf0, 0x9f, 0x98, 0x80]]) {
  attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes(...invalid)));
  attempt(() => new TextDecoder().decode(bytes(...invalid)));
}
attempt(() => new TextDecoder('no such'));
attempt(() => new TextDecoder().decode('text'));
const pieces = new TextDecoder();
console.log(pieces.decode(bytes(0xe2, 0x82), { stream: true }) + pieces.decode(bytes(0xac)));
const mark = bytes(0xef, 0xbb, 0xbf, 0x41);
console.log(new TextDecoder().decode(mark).length, new TextDecoder('utf-8', { ignoreBOM: true }).decode(mark).length);
const { Blob, transcode } = require('buffer');
console.log(transcode(Buffer.from('€ü'), 'utf8', 'latin1'), transcode(Buffer.from('a'), 'ascii', 'ucs2'));
attempt(() => transcode(Buffer.from('a'), 'hex', 'utf8'));
console.log(Buffer.from('\ud800').toString('hex'), require('util').toUSVString('a\udc00b'), '日本\u0301👩‍👩'.length);
console.table(['日本', '👩', 'e\u0301']);
(async () => {
  const blob = new Blob(['ab', bytes(99), new Blob(['d'])], { type: 'Text/Plain' });
  console.log(blob, await blob.text(), await blob.slice(1, -1).text(), await blob.arrayBuffer());
  console.log((await new Blob(['x'.repeat(5000)]).text()).length);
})();

const { isAscii, isUtf8 } = require('buffer');
for (const bytes of [[0x41], [0xc3, 0xa9], [0xff], []]) {
  console.log(isAscii(Buffer.from(bytes)), isUtf8(Buffer.from(bytes)));
}

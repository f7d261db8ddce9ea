'use strict';
const fs = require('fs');
const path = require('path');
const root = fs.mkdtempSync(path.join(require('os').tmpdir(), 'trees-'));
const inRoot = (...parts) => path.join(root, ...parts);
console.log(path.basename(root).length);
const attempt = (body) => {
  try {
    console.log(body());
  } catch (error) {
    console.log(error.name, error.code, error.message.replaceAll(root, '.'));
  }
};
fs.mkdirSync(inRoot('a/b/c'), { recursive: true });
fs.writeFileSync(inRoot('a/b/file'), 'text');
fs.symlinkSync('file', inRoot('a/b/link'));
attempt(() => fs.cpSync(inRoot('a'), inRoot('copy')));
fs.cpSync(inRoot('a'), inRoot('copy'), { recursive: true });
attempt(() => fs.readdirSync(inRoot('copy/b'), { encoding: 'buffer' }));
attempt(() => fs.readdirSync(inRoot('copy/b'), { withFileTypes: true }).map((one) => [one.name, one.isFile(), one.isSymbolicLink()]));
attempt(() => fs.readlinkSync(inRoot('a/b/link'), 'base64'));
attempt(() => fs.rmSync(inRoot('copy')));
attempt(() => fs.rmSync(inRoot('nothing')));
attempt(() => fs.rmdirSync(inRoot('copy')));
attempt(() => process.chdir(inRoot('nowhere')));
fs.rm(inRoot('nothing'), { force: true }, (none) => console.log(none));
fs.rm(inRoot('nothing'), (missing) => {
  console.log(missing.code);
  fs.rm(root, { recursive: true }, (last) => console.log(last, fs.existsSync(root)));
});
attempt(() => fs.mkdtempSync(inRoot('no', 'such')));

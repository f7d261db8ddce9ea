// JSON as a module is there with what imports it; import() of it takes microtasks all the same.
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { pathToFileURL } from 'url';

const folder = mkdtempSync(path.join(tmpdir(), 'json-'));
const file = path.join(folder, 'data.json');
writeFileSync(file, '{"answer": [42]}');
const url = pathToFileURL(file);
process.on('exit', () => rmSync(folder, { recursive: true }));

process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('microtask'));
const { default: data } = await import(url, { assert: { type: 'json' } });
console.log(data, (await import(url, { assert: { type: 'json' } })).default === data);
await import(url).catch((error) => console.log(error.code));
writeFileSync(file, '{');
await import(`${url}?again`, { assert: { type: 'json' } }).catch((error) => console.log(error.name));
await import('data:text/javascript,export default 5').then(({ default: five }) => console.log(five));

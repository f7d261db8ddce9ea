// What a CommonJS module exports is found by a lexer in WebAssembly, which V8 compiles on a thread.
import whole, { named } from './dep.cjs';
import * as all from './dep.cjs';
import { createRequire } from 'node:module';

console.log(whole, named, all);
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('microtask'));
setImmediate(() => console.log('immediate'));
console.log(createRequire(import.meta.url)('./dep.cjs') === whole);
const again = await Promise.allSettled([
  import('./dep.cjs'), import('./nowhere.mjs'), import('nowhere'), import('data:text/javascript,export default 5'),
]);
for (const { status, value, reason } of again) console.log(status, value, reason?.code);

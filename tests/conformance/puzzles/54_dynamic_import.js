'use strict';
import('./dep.cjs').then((module) => {
  console.log('imported', Object.keys(module));
  return import('./nowhere.mjs');
}).catch((error) => console.log(error.code));
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('microtask'));
console.log('main');

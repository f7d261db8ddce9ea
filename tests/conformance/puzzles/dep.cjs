'use strict';
console.log('CommonJS');
exports.named = 1;
exports.function = () => 2;
process.nextTick(() => console.log('tick of CommonJS'));

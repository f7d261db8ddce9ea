// In an ES module the main script itself runs as a microtask.
Promise.resolve().then(() => console.log('promise'));
process.nextTick(() => console.log('tick'));
setTimeout(() => console.log('timer'), 5);
console.log('main');

// process.exit() in a microtask of queueMicrotask: nothing that waits behind it runs.
process.on('exit', (code) => console.log('exit', code));
queueMicrotask(() => {
  console.log('microtask');
  process.exit(3);
});
Promise.resolve().then(() => console.log('not this reaction'));
queueMicrotask(() => console.log('nor this microtask'));
(async () => {
  await null;
  console.log('nor what awaits');
})();
new Promise((resolve) => resolve({ then(resolve) { console.log('nor this thenable'); resolve(); } }));

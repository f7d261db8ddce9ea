// process.exit() in a microtask of an 'exit' listener ends the queue with its own code.
process.on('exit', (code) => {
  console.log('exit', code);
  queueMicrotask(() => {
    console.log('microtask');
    queueMicrotask(() => { console.log('second'); process.exit(4); });
    queueMicrotask(() => console.log('never'));
  });
});
setTimeout(() => console.log('timer'), 1);

process.on('exit', () => console.log('exit: nobody waited for the hour'));
setTimeout(() => console.log('an hour has passed'), 3600000).unref();
const second = setTimeout(() => console.log('20 ms: this one was given its ref back'), 20);
second.unref();
setTimeout(() => {
  console.log('5 ms: still a ref');
  second.ref();
}, 5);

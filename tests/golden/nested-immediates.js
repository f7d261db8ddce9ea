setImmediate(() => {
  console.log('immediate 1');
  setImmediate(() => {
    console.log('immediate 1.1, in the next turn');
    setImmediate(() => console.log('immediate 1.1.1, in the turn after that'));
  });
  process.nextTick(() => console.log('tick of immediate 1, in this turn'));
});
setImmediate(() => {
  console.log('immediate 2, in this turn');
  setImmediate(() => console.log('immediate 2.1, in the next turn'));
});
setImmediate(() => console.log('immediate 3, in this turn'));

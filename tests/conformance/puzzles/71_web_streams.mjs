// A source through a transformation into a sink, and where each part says so.
import { ReadableStream, TransformStream, WritableStream } from 'stream/web';

const { log } = console;
let next = 0;
const source = new ReadableStream({
  pull(controller) {
    log('pull', ++next);
    controller.enqueue(next);
    if (next === 3) controller.close();
  },
});
const double = new TransformStream({ transform: (value, controller) => controller.enqueue(value * 2) });
process.nextTick(() => log('tick'));
await source.pipeThrough(double).pipeTo(new WritableStream({
  write: (value) => log('write', value),
  close: () => log('close'),
}));
const { dirname, filename } = import.meta;
log(typeof dirname, typeof filename, Object.keys(import.meta));

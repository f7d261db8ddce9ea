// internalBinding('blob'): bytes that do not change, and what URL.createObjectURL() keeps of them.
'use strict';

const kSmall = 4096;  // Node copies more than that on a thread

module.exports = ({ add, announce, get }) => add('blob', (binding) => {
  class Bytes {
    constructor(bytes) { this.bytes = bytes; }
    slice(begin, end) { return new Bytes(this.bytes.subarray(begin, end)); }
  }

  const stored = new Map();  // by id
  Object.assign(binding, {
    createBlob(sources, length) {
      const all = new Uint8Array(length);
      let at = 0;
      for (const source of sources) {
        const bytes = source instanceof Bytes ? source.bytes : source;
        all.set(bytes, at);
        at += bytes.length;
      }
      return new Bytes(all);
    },
    FixedSizeBlobCopyJob: class FixedSizeBlobCopyJob {
      #bytes;
      constructor({ bytes }) {
        this.#bytes = bytes;
        announce(this, 'FIXEDSIZEBLOBCOPY');
      }
      run() {
        const { buffer, byteOffset, byteLength } = this.#bytes;
        const copy = buffer.slice(byteOffset, byteOffset + byteLength);
        if (byteLength < kSmall) return copy;
        const told = new (get('fs').FSReqCallback)();
        told.oncomplete = () => this.ondone(undefined, copy);
        get('fs').access('/', 0, told);
      }
    },
    storeDataObject(id, handle, length, type) { stored.set(id, [handle, length, type]); },
    getDataObject: (id) => stored.get(id),
    revokeDataObject(id) { stored.delete(id); },
  });
});

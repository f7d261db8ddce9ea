// Node's start of a program, and its ends, as C++ calls them.
'use strict';

const { processPromiseRejections } = require('internal/process/promises');
const { pushAsyncContext, popAsyncContext } = require('internal/async_hooks');

const kMainAsyncId = 1;

module.exports = (setHooks, runMain) => {
  setHooks({
    mainBegin: () => pushAsyncContext(kMainAsyncId, 0, {}),
    main: runMain,
    mainEnd: () => popAsyncContext(kMainAsyncId),
    reportRejected: processPromiseRejections,
  });
};

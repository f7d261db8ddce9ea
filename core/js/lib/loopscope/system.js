// internalBinding('os'), ('performance') and what else asks the system.
'use strict';

module.exports = ({ addData, add, facts, getNative }) => {
  // Diagnostic reports are not written.
  addData('report', {
    shouldReportOnUncaughtException: () => false, setReportOnUncaughtException() {}, writeReport() {},
  });
  add('performance', (binding) => {
    const { hrtimeOrigin } = getNative('process_methods');
    Object.assign(binding, {
      constants: facts.performance,
      observerCounts: new Uint32Array(8),
      milestones: new Float64Array(8).fill(-1),
      getTimeOrigin: () => 0,
      getTimeOriginTimestamp: () => Date.now(),
      markBootstrapComplete() {},
      markMilestone() {},
      now: hrtimeOrigin,
      // Node's C++ observes the collector and HTTP/2; what JavaScript observes it does by itself.
      setupObservers() {},
      installGarbageCollectionTracking() {},
      removeGarbageCollectionTracking() {},
      notify() {},
      loopIdleTime: () => 0,
    });
  });
};

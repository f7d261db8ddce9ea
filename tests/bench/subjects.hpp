// The subjects of the benchmark, one file each. Every one adds the rows that the options ask for.
#pragma once

#include "tests/bench/harness/bench.hpp"

namespace loopscope::bench {

/// The cost of one event on the thread where it happens.
void recording(Bench& bench);
/// From records to lines and into a file.
void writer(Bench& bench);
/// From a file to events.
void reader(Bench& bench);
/// From a file to a trace in memory, and to any moment of it.
void model(Bench& bench);
/// Why and lint, on a trace of ten million events.
void explain(Bench& bench);
/// The window over long traces.
void view(Bench& bench);
/// From events to a file for other viewers.
void chrome_export(Bench& bench);
/// A TCP server: beside libuv, and beside itself while it is recorded.
void echo(Bench& bench);
/// Turns, timers and phase callbacks, recording off.
void loop(Bench& bench);
/// Ticks and immediates, recording off.
void runtime(Bench& bench);
/// `loopscope run`, unrecorded and recorded, beside node.
void javascript(Bench& bench);

}  // namespace loopscope::bench

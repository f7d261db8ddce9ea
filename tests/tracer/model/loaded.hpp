// Traces in a test's memory, loaded as from a file.
#pragma once

#include <string>
#include <vector>

#include "tests/tracer/model/script.hpp"
#include "tracer/model/trace.hpp"

namespace loopscope {

/// What a script plays, block by block of at most `block_events`.
class Loaded {
 public:
  explicit Loaded(const Script& script, std::size_t block_events = 1000)
      : trace(TraceHeader{}), block_events_(block_events) {
    script.play(*this);
    flush();
    trace.finish();
  }
  void apply(const TraceEvent& event) {
    events_.push_back(event);
    if (events_.size() == block_events_) flush();
  }

  Trace trace;

 private:
  void flush() {
    PackedBlock block;
    block.pack(events_);
    trace.append(block);
    events_.clear();
  }

  std::size_t block_events_;
  std::vector<TraceEvent> events_;
};

}  // namespace loopscope

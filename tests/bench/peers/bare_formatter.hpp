// The lines of harness/workload.hpp with nothing but std::to_chars and memcpy: no state, no checks,
// no text that has to be looked at. What it needs to know was worked out before.
#pragma once

#include <cstdint>

#include "core/probe/record.hpp"

namespace loopscope::bench {

struct BareLine {
  Record record;
  std::uint64_t t_ns = 0;
  std::uint64_t by = 0;        // the task that runs
  std::uint64_t due_ns = 0;    // of a timer task
  std::uint64_t delay_ms = 0;  // likewise
};

/// At most 256 characters; returns the end. Throws std::logic_error for an event that a turn of the
/// workload does not have.
char* format_bare(char* to, const BareLine& line);

}  // namespace loopscope::bench

// Why the loop does not end: what keeps it alive at a moment, and what its waits in poll were for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tracer/model/trace.hpp"

namespace loopscope {

/// One thing that keeps the loop alive.
struct AliveThing {
  std::uint64_t id = 0;
  std::string kind;         // "tcp-server", "timer", "immediate", "work on a thread", "request"
  std::string name;         // "web server#1"
  std::string by;           // the task that opened or queued it; "" where that is not known
  std::string place;        // where
  std::string state;        // "active", "closing", "due in 20.0 ms"
  std::uint32_t since = 0;  // the event that opened or queued it
};

/// At a step, handles first, each kind in the order in which they came.
[[nodiscard]] std::vector<AliveThing> alive_at(const Trace& trace, std::uint32_t step);

/// One wait in poll.
struct PollWait {
  std::int64_t turn = 0;
  std::uint32_t event = 0;  // its poll.wait
  std::int64_t t_ns = 0;
  std::int64_t took_ns = 0;
  std::string why;    // why it might wait so long
  std::string ended;  // what ended it
};

/// The longest `limit` waits before a step, in the order of time.
[[nodiscard]] std::vector<PollWait> longest_waits(const Trace& trace, std::uint32_t step,
                                                  std::size_t limit);

}  // namespace loopscope

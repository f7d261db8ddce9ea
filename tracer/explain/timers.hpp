// What a trace tells about a timer: its delay, and with it its list.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "tracer/explain/runs.hpp"

namespace loopscope {

struct TimerFacts {
  std::int64_t due_ns = 0;
  std::int64_t delay_ms = 0;
  bool again = false;  // an interval that was armed again, from the time before its callback
};

/// Of a task.queue of a timer. Where the event has no delay, it is concluded from the due time.
/// Node's timers start at the loop's time, refreshed as they are armed: the whole millisecond of
/// the event, or the one before if the clock ticked on until it was recorded.
[[nodiscard]] TimerFacts timer_facts(Runs& runs, std::uint32_t queued);

/// The task.queue events of a trace's timers, by their delay in ms.
class TimersByDelay {
 public:
  static constexpr std::size_t most = 128;  // of one delay; those of more are not told apart

  void add(Runs& runs, std::uint32_t queued);
  /// null: there are more than `most`.
  [[nodiscard]] const std::vector<std::uint32_t>* of(std::int64_t delay_ms) const;

 private:
  static constexpr std::size_t most_concluded = 10'000;

  std::unordered_map<std::int64_t, std::vector<std::uint32_t>> timers_;
  std::size_t concluded_ = 0;  // of timers without a delay in the trace
};

}  // namespace loopscope

// What a trace tells about a timer: its delay, and with it its list.
#pragma once

#include <cstdint>

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

/// Some timer of the same delay as the one queued at `later` waited as the one queued at `earlier`
/// was armed. Where the loop is late, that one's list is served first, and all of it. True also
/// where more timers waited than are looked at.
[[nodiscard]] bool list_was_waiting(Runs& runs, std::uint32_t earlier, std::uint32_t later);

}  // namespace loopscope

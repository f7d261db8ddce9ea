// Where an event stands on the timeline: on the axis of time or of order.
#pragma once

#include <cstdint>

#include "tracer/model/trace.hpp"

namespace loopscope::viewer {

/// Order happens within microseconds while poll waits for milliseconds; so there are two axes. A
/// position on `time` is in nanoseconds of the trace, on `order` the index of an event, which is
/// one step wide.
enum class Axis : std::uint8_t { time, order };

/// Some stretch of an axis.
struct Range {
  double begin = 0;
  double end = 0;
  [[nodiscard]] double length() const noexcept { return end - begin; }
  [[nodiscard]] bool holds(double position) const noexcept {
    return position >= begin && position < end;
  }
  bool operator==(const Range&) const = default;
};

/// Of a box between two events. Where its end is the begin of the next one (a turn's, a
/// connection's next event), that event's step is the next one's.
[[nodiscard]] inline Range range_of(const Trace& trace, Axis axis, std::uint32_t begin,
                                    std::uint32_t end) {
  if (axis == Axis::time)
    return {static_cast<double>(trace[begin].t_ns), static_cast<double>(trace[end].t_ns)};
  const Event last = trace[end].kind();
  const bool next_begins =
      begin != end &&
      (scope_begun_by(last).has_value() || (last >= Event::tcp_listen && last <= Event::tcp_error));
  return {static_cast<double>(begin), static_cast<double>(end) + (next_begins ? 0 : 1)};
}

/// The whole trace.
[[nodiscard]] inline Range whole(const Trace& trace, Axis axis) {
  if (trace.size() == 0) return {0, 1};
  Range range = range_of(trace, axis, 0, trace.size() - 1);
  if (range.length() < 1) range.end = range.begin + 1;
  return range;
}

/// Where the cursor stands that has `step` events behind it.
[[nodiscard]] inline double position_of_step(const Trace& trace, Axis axis, std::uint32_t step) {
  if (axis == Axis::order) return step;
  if (trace.size() == 0) return 0;
  return static_cast<double>(trace[step == 0 ? 0 : step - 1].t_ns);
}

/// The step whose cursor stands at a position or is the last before it.
[[nodiscard]] std::uint32_t step_at(const Trace& trace, Axis axis, double position);

}  // namespace loopscope::viewer

// What things on the timeline are called, and one sentence for each step.
#pragma once

#include <string>
#include <string_view>

#include "tracer/model/trace.hpp"
#include "viewer/model/palette.hpp"

namespace loopscope::viewer {

/// What stands in a box that begins with this event: "timeout#4", "turn 3", "poll", "read 19 B".
[[nodiscard]] std::string box_label(const Trace& trace, std::uint32_t begin);
/// What of a label still tells its box from others where the whole has no room: "#4".
[[nodiscard]] std::string_view short_label(std::string_view label);
[[nodiscard]] Colour box_colour(const Trace& trace, std::uint32_t begin, const Palette& palette);

/// What happened at an event and which rule made it happen now. "" never.
[[nodiscard]] std::string caption(const Trace& trace, std::uint32_t index);
/// A short line for a list: "task.begin timeout#4".
[[nodiscard]] std::string event_line(const Trace& trace, std::uint32_t index);

/// The box that an event is about: an end's begin, a cancelled task's task.queue, else the event
/// itself.
[[nodiscard]] std::uint32_t subject_of(const Trace& trace, std::uint32_t index);

/// "143.204 ms" at a precision that tells neighbours apart; `ns_per_px` as on the screen.
[[nodiscard]] std::string time_label(std::int64_t t_ns, double ns_per_px);
/// "12 418".
[[nodiscard]] std::string grouped(std::uint64_t number);

}  // namespace loopscope::viewer

// The sentences of caption(), by what they are about. Each is "" for events of another part.
#pragma once

#include <cstdint>
#include <string>

#include "tracer/model/trace.hpp"

namespace loopscope::viewer {

[[nodiscard]] std::string caption_of_task(const Trace& trace, std::uint32_t index);
/// The rule by which it was a task's turn; `begin` is a task.begin whose task.queue is in the
/// trace.
[[nodiscard]] std::string why_now(const Trace& trace, std::uint32_t begin);
/// Turns, phases, poll, begin and end of run().
[[nodiscard]] std::string caption_of_loop(const Trace& trace, std::uint32_t index);
[[nodiscard]] std::string caption_of_tcp(const Trace& trace, std::uint32_t index);
[[nodiscard]] std::string caption_of_handle(const Trace& trace, std::uint32_t index);

}  // namespace loopscope::viewer

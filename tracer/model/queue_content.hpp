// What a queue holds at a moment, in the order in which the loop will take it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tracer/model/trace.hpp"

namespace loopscope {

/// The first `limit` tasks that wait in `queue`, in the order of docs/trace-format.md: timers by
/// due time, then as they were queued; close callbacks and the handles of idle, prepare and check
/// the latest first (behind the immediates); all others as they were queued. Pointers into `state`.
/// With `process`, those of that process in a merged trace.
[[nodiscard]] std::vector<const LoopState::Task*> queue_content(
    const Trace& trace, const LoopState& state, Queue queue, std::size_t limit,
    std::optional<std::uint32_t> process = std::nullopt);
/// How many of them there are.
[[nodiscard]] std::uint32_t waiting_in(const Trace& trace, const LoopState& state, Queue queue,
                                       std::uint32_t process);

/// The open handles, the earliest first.
[[nodiscard]] std::vector<const LoopState::Handle*> handles_in_order(const LoopState& state);

/// "timeout", or the queue's name for a task without one; `queued` is its task.queue event.
[[nodiscard]] std::string task_name(const Trace& trace, std::uint32_t queued);

/// The name of the task or handle of this id that is alive in `state`; "" where none is.
[[nodiscard]] std::string name_of_id(const Trace& trace, const LoopState& state, std::uint32_t id);

/// "server.js:12" of the place where a task was queued or a handle opened; "" where it is unknown.
[[nodiscard]] std::string place_of(const Trace& trace, const PackedEvent& event);

/// The events of the console up to a step, as indexes into trace.logs(): [0, this).
[[nodiscard]] std::size_t console_size(const Trace& trace, std::uint32_t step);

}  // namespace loopscope

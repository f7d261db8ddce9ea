// The state of a loop at one step, as text for people and as one JSON document for programs.
#pragma once

#include <cstdint>
#include <string>

#include "tracer/model/trace.hpp"

namespace loopscope {

/// `max_tasks` of each queue are listed, the rest counted.
[[nodiscard]] std::string queues_text(const Trace& trace, std::uint32_t step, bool colour,
                                      std::size_t max_tasks);
/// docs/cli.md names the fields.
[[nodiscard]] std::string queues_json(const Trace& trace, std::uint32_t step);

}  // namespace loopscope

// Everything that a state answers, as text, so that two can be compared however they came about.
#pragma once

#include <string>

#include "tracer/model/loop_state.hpp"

namespace loopscope {

/// Queues in their order, open scopes of each lane with the tasks that run, handles.
[[nodiscard]] std::string text_of(const LoopState& state);

}  // namespace loopscope

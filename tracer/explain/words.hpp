// Rules as sentences: one idea a sentence, for somebody who has never seen the tool.
#pragma once

#include <string>

#include "tracer/explain/order.hpp"

namespace loopscope {

/// What a step says about its two runs.
[[nodiscard]] std::string step_text(Runs& runs, const OrderStep& step, bool forced);
/// "because" and what decides, for a sentence that begins with both names.
[[nodiscard]] std::string because_text(Runs& runs, const OrderStep& step, bool forced);
/// What would flip a race.
[[nodiscard]] std::string flip_text(Runs& runs, const OrderStep& race);
/// "a tick", "a timer of 5 ms", "an immediate".
[[nodiscard]] std::string kind_text(Runs& runs, Run run);

}  // namespace loopscope

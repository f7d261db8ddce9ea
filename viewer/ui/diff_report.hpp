// What --report says of two runs that are compared.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "viewer/ui/ui.hpp"

namespace loopscope::viewer {

/// Fields as those of `loopscope diff --json`, and the lines in sight; {} without a second run.
[[nodiscard]] nlohmann::ordered_json diff_of(const Ui& ui);

}  // namespace loopscope::viewer

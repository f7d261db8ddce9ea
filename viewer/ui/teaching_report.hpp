// The part of --report about lesson and quiz.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "viewer/model/teaching.hpp"

namespace loopscope::viewer {

[[nodiscard]] nlohmann::ordered_json teaching_of(const Teaching& teaching);

}  // namespace loopscope::viewer

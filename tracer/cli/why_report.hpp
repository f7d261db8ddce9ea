// Answers to "why", as text for people and as JSON for programs.
#pragma once

#include <string>

#include "tracer/explain/why.hpp"

namespace loopscope {

[[nodiscard]] std::string why_text(Runs& runs, const Why& why, bool colour);
/// docs/explain.md names the fields.
[[nodiscard]] std::string why_json(Runs& runs, const Why& why);

}  // namespace loopscope

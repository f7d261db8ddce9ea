// Answers to "why", as text for people and as JSON for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "tracer/explain/answer.hpp"

namespace loopscope {

[[nodiscard]] std::string why_text(const Why& why, bool colour);
/// The same as a part of another report: each line `indent` from the left, without the sentence
/// that says it all.
[[nodiscard]] std::string why_details(const Why& why, bool colour, std::size_t indent);
/// docs/explain.md names the fields.
[[nodiscard]] nlohmann::ordered_json why_object(Runs& runs, const Why& why);
[[nodiscard]] std::string why_json(Runs& runs, const Why& why);

[[nodiscard]] std::string wait_text(const TaskWait& wait, bool colour);
[[nodiscard]] std::string wait_json(Runs& runs, const TaskWait& wait);

}  // namespace loopscope

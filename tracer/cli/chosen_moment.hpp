// A moment of a trace that an argument names: exactly one, or an error that helps.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tracer/explain/moment.hpp"

namespace loopscope {

struct MomentChoice {
  std::optional<Moment> moment;
  std::string problem;              // a sentence, where there is none
  std::vector<std::string> listed;  // the moments that the text may mean, where there are several
};
[[nodiscard]] MomentChoice choose_moment(Runs& runs, const std::string& text);

/// Throws TraceError where `text` names nothing (with the nearest name) or several things, which it
/// lists on standard error.
[[nodiscard]] Moment chosen_moment(Runs& runs, const std::string& text);

}  // namespace loopscope

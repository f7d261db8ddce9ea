// A moment of a trace that an argument names: exactly one, or an error that helps.
#pragma once

#include <string>

#include "tracer/explain/moment.hpp"

namespace loopscope {

/// Throws TraceError where `text` names nothing (with the nearest name) or several things, which it
/// lists on standard error.
[[nodiscard]] Moment chosen_moment(Runs& runs, const std::string& text);

}  // namespace loopscope

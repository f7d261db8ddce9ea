#include "viewer/model/axis.hpp"

#include <algorithm>
#include <cmath>

namespace loopscope::viewer {

std::uint32_t step_at(const Trace& trace, Axis axis, double position) {
  const double last = axis == Axis::order ? trace.size() : static_cast<double>(trace.last_ns());
  const double inside = std::clamp(position, 0.0, last);
  if (axis == Axis::order) return static_cast<std::uint32_t>(std::lround(inside));
  return trace.step_at(static_cast<std::int64_t>(inside));
}

}  // namespace loopscope::viewer

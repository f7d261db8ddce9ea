// The lines of a script's timeline.
#pragma once

#include <vector>

#include "tests/tracer/model/loaded.hpp"
#include "tracer/model/timeline.hpp"

namespace loopscope {

inline std::vector<TimelineItem> items_of(const Trace& trace, TimelineOptions options = {}) {
  std::vector<TimelineItem> items;
  TimelineBuilder builder(trace, options,
                          [&items](const TimelineItem& item) { items.push_back(item); });
  builder.show_all();
  return items;
}
inline std::vector<TimelineItem> items_of(const Script& script, TimelineOptions options = {}) {
  return items_of(Loaded(script).trace, options);
}

}  // namespace loopscope

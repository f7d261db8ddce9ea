// The timeline as JSON Lines: what the text shows, for programs (docs/cli.md names the fields).
#pragma once

#include <string>

#include "tracer/model/timeline.hpp"

namespace loopscope {

/// One JSON object and a newline.
[[nodiscard]] std::string timeline_json(const TimelineItem& item);

}  // namespace loopscope

// Statistics as tables for people and as one JSON document for programs.
#pragma once

#include <string>

#include "tracer/format/header.hpp"
#include "tracer/model/statistics.hpp"

namespace loopscope {

/// Tables; `max_names` rows in the one of tasks by name.
[[nodiscard]] std::string stats_text(const TraceHeader& header, const Statistics& statistics,
                                     bool colour, std::size_t max_names);
/// docs/cli.md names the fields. All times in nanoseconds.
[[nodiscard]] std::string stats_json(const TraceHeader& header, const Statistics& statistics);

}  // namespace loopscope

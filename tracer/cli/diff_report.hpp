// How two runs of one program differ, as text for people and as JSON for programs.
#pragma once

#include <string>

#include "tracer/explain/run_diff.hpp"

namespace loopscope {

struct DiffNames {
  std::string one;
  std::string other;
};

[[nodiscard]] std::string diff_text(const RunDiff& diff, const DiffNames& names, bool times,
                                    bool colour);
/// docs/explain.md names the fields.
[[nodiscard]] std::string diff_json(Runs& one, Runs& other, const RunDiff& diff, bool times);

}  // namespace loopscope

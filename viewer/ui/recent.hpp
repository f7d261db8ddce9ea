// The traces opened lately, in $XDG_STATE_HOME/loopscope/recent.
#pragma once

#include <string>
#include <vector>

namespace loopscope::viewer {

inline constexpr std::size_t max_recent = 12;

/// The latest first; those that are gone are left out.
[[nodiscard]] std::vector<std::string> recent_files();
/// A list that cannot be written is no reason to stop anybody: it is then not kept.
void remember_recent(const std::string& path);

}  // namespace loopscope::viewer

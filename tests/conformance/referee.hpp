// Programs that say what is right, run with virtual time.
#pragma once

#include <string>
#include <vector>

namespace loopscope::conformance {

/// Runs `command` by the shell under the virtual clock and gives its lines; none where it failed.
[[nodiscard]] std::vector<std::string> lines_of(const std::string& command);

}  // namespace loopscope::conformance

// What --report writes: times of frames, what is on the screen, and the state at the cursor.
#pragma once

#include <string>

#include "viewer/ui/app.hpp"

namespace loopscope::viewer {

/// docs/viewer.md names the fields. Under no lock.
[[nodiscard]] std::string report_json(App& app);

}  // namespace loopscope::viewer

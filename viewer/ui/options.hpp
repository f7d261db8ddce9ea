// What the command line of loopscope-viewer asks for.
#pragma once

#include <string>

namespace loopscope::viewer {

struct Options {
  std::string trace;       // "" shows the start page
  std::string diff;        // a second run beside it; "" for none
  std::string script;      // steps to do, see docs/viewer.md; "-" is standard input
  std::string screenshot;  // PNG, written before the program ends
  std::string report;      // JSON, likewise
  std::string layout = "debug";
  std::string theme = "dark";
  int width_px = 1440;
  int height_px = 900;
  double scale = 0;  // 0: the monitor's
  bool follow = false;

  /// Nobody sits in front of it: it ends by itself.
  [[nodiscard]] bool driven() const {
    return !script.empty() || !screenshot.empty() || !report.empty();
  }
};

}  // namespace loopscope::viewer

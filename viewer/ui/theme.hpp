// Fonts and ImGui's own colours.
#pragma once

#include <string>

#include "viewer/ui/ui.hpp"

namespace loopscope::viewer {

/// Loads the fonts at this scale, from beside the program, from share/loopscope/fonts or from
/// Debian's packages; ImGui's own font where none is there (then `problem` says so).
[[nodiscard]] Fonts load_fonts(double scale, std::string& problem);
void apply_style(const Palette& palette, double scale);

}  // namespace loopscope::viewer

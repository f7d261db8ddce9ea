// Where the panels stand in each layout.
#pragma once

#include "viewer/ui/ui.hpp"

namespace loopscope::viewer {

enum class LayoutKind : std::uint8_t { debug, teach, inspect };

/// Areas without a size are not shown.
struct Layout {
  Area header, minimap, timeline, queues, selection, console, source, order, statistics, ring,
      caption, transport, teaching;
};

/// What needs room besides.
struct LayoutNeeds {
  bool teaching = false;   // a lesson or a quiz
  bool comparing = false;  // two runs beside each other, in the list's place
};
[[nodiscard]] Layout make_layout(LayoutKind kind, LayoutNeeds needs, float width, float height,
                                 float scale);

}  // namespace loopscope::viewer

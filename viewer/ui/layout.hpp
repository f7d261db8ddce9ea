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

/// With `teaching` there is room for a lesson or a quiz.
[[nodiscard]] Layout make_layout(LayoutKind kind, bool teaching, float width, float height,
                                 float scale);

}  // namespace loopscope::viewer

// How a difference of two runs looks: its colour, its sign, and where all of them are.
#pragma once

#include "viewer/ui/ui.hpp"

namespace loopscope::viewer {

[[nodiscard]] Colour colour_of(const Ui& ui, Beside beside);

/// A shape for each: a colour alone would not tell them apart. Two arrows: flipped; one that points
/// to the run which did it: the other did not.
void draw_sign(const Ui& ui, Beside beside, ImVec2 at);

inline constexpr double difference_bar_px = 11;
/// The whole list of `count` lines as high as the panel: where it differs, and what is in sight. It
/// scrolls the list.
void draw_difference_bar(Ui& ui, const ComparedRuns& compared, double count, ImVec2 at, float tall);

}  // namespace loopscope::viewer

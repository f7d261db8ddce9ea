// The colours: one for each queue, used wherever the queue is meant (rows, boxes, ring, source
// marks, SVG). Their hues are those of Okabe and Ito, which colour-blind people tell apart; text or
// a mark always says the same.
#pragma once

#include <cstdint>

#include "core/probe/vocabulary.hpp"

namespace loopscope::viewer {

/// 0xRRGGBB.
using Colour = std::uint32_t;

struct Palette {
  bool dark = true;
  Colour background = 0;  // behind everything
  Colour panel = 0;       // behind a panel's content
  Colour raised = 0;      // buttons, headers, the selected line
  Colour line = 0;        // between things
  Colour text = 0;
  Colour dim_text = 0;
  Colour accent = 0;  // cursor, focus, what can be done
  Colour warning = 0;
  Colour good = 0;     // what is sure, what is right
  Colour neutral = 0;  // turns, waits: what belongs to no queue
  Colour queues[11] = {};

  [[nodiscard]] Colour of(Queue queue) const { return queues[static_cast<unsigned>(queue)]; }
  [[nodiscard]] Colour of(Phase phase) const;  // of the queue that it serves
};

/// The queue that a phase serves.
[[nodiscard]] Queue queue_of(Phase phase);

[[nodiscard]] const Palette& dark_palette();
[[nodiscard]] const Palette& light_palette();

/// Black or white, whichever is easier to read on the colour.
[[nodiscard]] Colour text_on(Colour background);
/// `share` (0 to 1) of b in a.
[[nodiscard]] Colour mix(Colour a, Colour b, double share);

}  // namespace loopscope::viewer

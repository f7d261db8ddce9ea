#include "viewer/ui/layout.hpp"

#include <algorithm>

namespace loopscope::viewer {
namespace {

/// Cuts a rectangle into panels with a gap between them.
class Cutter {
 public:
  Cutter(Area area, float gap) : rest_(area), gap_(gap) {}
  Area top(float height) {
    const Area cut{rest_.x, rest_.y, rest_.width, height};
    rest_.y += height + gap_;
    rest_.height -= height + gap_;
    return cut;
  }
  Area bottom(float height) {
    rest_.height -= height + gap_;
    return {rest_.x, rest_.y + rest_.height + gap_, rest_.width, height};
  }
  Area left(float width) {
    const Area cut{rest_.x, rest_.y, width, rest_.height};
    rest_.x += width + gap_;
    rest_.width -= width + gap_;
    return cut;
  }
  Area right(float width) {
    rest_.width -= width + gap_;
    return {rest_.x + rest_.width + gap_, rest_.y, width, rest_.height};
  }
  [[nodiscard]] Area rest() const { return rest_; }

 private:
  Area rest_;
  float gap_;
};

void debug(Layout& layout, Cutter all, float gap, float scale) {
  Cutter side(all.right(std::clamp(all.rest().width * 0.26F, 300 * scale, 460 * scale)), gap);
  layout.selection = side.bottom(side.rest().height * 0.5F);
  layout.queues = side.rest();
  Cutter below(all.bottom(std::max(all.rest().height * 0.33F, 150 * scale)), gap);
  layout.console = below.left((below.rest().width - 2 * gap) * 0.24F);
  layout.order = below.right((below.rest().width - gap) * 0.48F);
  layout.source = below.rest();
  layout.caption = all.bottom(34 * scale);
  layout.timeline = all.rest();
}

/// Debug with two runs: their lines need the room that console and source had; so the console,
/// whose lines stand among them, is only there where the window is wide.
void compare(Layout& layout, Cutter all, float gap, float scale) {
  Cutter side(all.right(std::clamp(all.rest().width * 0.27F, 310 * scale, 500 * scale)), gap);
  layout.selection = side.bottom(side.rest().height * 0.6F);
  layout.queues = side.rest();
  Cutter below(all.bottom(std::max(all.rest().height * 0.47F, 190 * scale)), gap);
  const float wide = below.rest().width;
  layout.order = below.right(std::max(wide * 0.55F, std::min(wide * 0.68F, 640 * scale)));
  if (below.rest().width > 480 * scale) layout.console = below.left(below.rest().width * 0.42F);
  layout.source = below.rest();
  layout.caption = all.bottom(34 * scale);
  layout.timeline = all.rest();
}

void teach(Layout& layout, Cutter all, float gap, float scale) {
  const float side = std::clamp(all.rest().width * 0.27F, 300 * scale, 480 * scale);
  Cutter low(all.bottom(std::max(all.rest().height * 0.34F, 200 * scale)), gap);
  layout.selection = low.right(side);
  layout.timeline = low.rest();
  layout.caption = all.bottom(40 * scale);
  layout.queues = all.right(side);
  Cutter left(all.left(std::clamp(all.rest().width * 0.36F, 300 * scale, 560 * scale)), gap);
  layout.console = left.bottom(left.rest().height * 0.44F);
  layout.source = left.rest();
  layout.ring = all.rest();
}

/// A lesson or a quiz leads from the left; what it speaks of stands around the ring.
void lesson(Layout& layout, Cutter all, float gap, float scale) {
  Cutter left(all.left(std::clamp(all.rest().width * 0.36F, 330 * scale, 800 * scale)), gap);
  layout.source = left.bottom(std::max(left.rest().height * 0.33F, 150 * scale));
  layout.teaching = left.rest();
  Cutter right(all.right(std::clamp(all.rest().width * 0.38F, 280 * scale, 560 * scale)), gap);
  layout.console = right.bottom(right.rest().height * 0.36F);
  layout.queues = right.rest();
  layout.timeline = all.bottom(std::max(all.rest().height * 0.34F, 180 * scale));
  layout.caption = all.bottom(40 * scale);
  layout.ring = all.rest();
}

void inspect(Layout& layout, Cutter all, bool comparing, float gap, float scale) {
  const float share = comparing ? 0.46F : 0.36F;
  Cutter below(all.bottom(std::max(all.rest().height * share, 180 * scale)), gap);
  layout.selection = below.right(std::clamp(below.rest().width * 0.26F, 270 * scale, 420 * scale));
  layout.order = below.right(below.rest().width * (comparing ? 0.6F : 0.36F));
  layout.statistics = below.rest();
  layout.timeline = all.rest();
}

}  // namespace

Layout make_layout(LayoutKind kind, LayoutNeeds needs, float width, float height, float scale) {
  const float gap = 6 * scale;
  Layout layout;
  Cutter all({gap, gap, width - 2 * gap, height - 2 * gap}, gap);
  layout.header = all.top(42 * scale);
  layout.transport = all.bottom(48 * scale);
  if (kind == LayoutKind::teach && needs.teaching) {
    lesson(layout, all, gap, scale);
    return layout;
  }
  layout.minimap = all.top(46 * scale);
  if (needs.teaching)
    layout.teaching = all.left(std::clamp(width * 0.25F, 300 * scale, 480 * scale));
  if (kind == LayoutKind::teach)
    teach(layout, all, gap, scale);
  else if (kind == LayoutKind::inspect)
    inspect(layout, all, needs.comparing, gap, scale);
  else if (needs.comparing)
    compare(layout, all, gap, scale);
  else
    debug(layout, all, gap, scale);
  return layout;
}

}  // namespace loopscope::viewer

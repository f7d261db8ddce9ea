// The part of an axis that is on the screen, and how it moves.
#pragma once

#include <cstddef>
#include <vector>

#include "viewer/model/axis.hpp"

namespace loopscope::viewer {

/// Pixels count from the left edge of the rows.
class Viewport {
 public:
  /// Less is not shown: a few nanoseconds, or a few steps.
  static constexpr double min_length = 4;

  void set_width(double px) noexcept {
    width_px_ = px < 1 ? 1 : px;
    update();
  }
  [[nodiscard]] double width_px() const noexcept { return width_px_; }
  /// What can be shown at all, and a margin beside it.
  void set_limits(Range limits);
  [[nodiscard]] const Range& limits() const noexcept { return limits_; }

  [[nodiscard]] const Range& range() const noexcept { return range_; }
  void show(Range range);
  void fit() { show(limits_); }
  /// Up to what rounding loses.
  [[nodiscard]] bool shows_all() const noexcept {
    return range_.length() >= limits_.length() * (1 - 1e-9);
  }
  /// Larger factors show less; what lies at `px` stays there.
  void zoom(double px, double factor);
  void pan(double px);
  /// Moves as little as possible so that the position is inside.
  void reveal(double position);

  [[nodiscard]] double to_px(double position) const noexcept {
    return (position - range_.begin) * scale_;
  }
  [[nodiscard]] double at_px(double px) const noexcept { return range_.begin + px / scale_; }
  [[nodiscard]] double px_per_unit() const noexcept { return scale_; }

 private:
  void update() noexcept { scale_ = width_px_ / range_.length(); }

  Range limits_{0, 1};
  Range range_{0, 1};
  double width_px_ = 1;
  double scale_ = 1;
};

/// Views one can go back to, as a browser does with pages.
class ViewHistory {
 public:
  static constexpr std::size_t max_views = 200;
  struct View {
    Axis axis = Axis::time;
    Range range;
    bool operator==(const View&) const = default;
  };

  /// Before the view changes; a view like the last one is not kept.
  void remember(const View& view);
  [[nodiscard]] bool undo(View& current);
  [[nodiscard]] bool redo(View& current);

 private:
  std::vector<View> back_;
  std::vector<View> forward_;
};

}  // namespace loopscope::viewer

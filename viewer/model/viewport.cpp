#include "viewer/model/viewport.hpp"

#include <algorithm>

namespace loopscope::viewer {
namespace {

// Beside the limits, so that the first and the last event do not stick to the edge.
constexpr double margin_share = 0.02;

}  // namespace

void Viewport::set_limits(Range limits) {
  const bool showed_all = shows_all();
  const double margin = std::max(limits.length() * margin_share, 0.5);
  limits_ = {limits.begin - margin, limits.end + margin};
  show(showed_all ? limits_ : range_);
}

void Viewport::show(Range range) {
  const double length =
      std::clamp(range.length(), std::min(min_length, limits_.length()), limits_.length());
  const double middle = (range.begin + range.end) / 2;
  const double begin =
      std::clamp(middle - length / 2, limits_.begin, std::max(limits_.begin, limits_.end - length));
  range_ = {begin, begin + length};
  update();
}

void Viewport::zoom(double px, double factor) {
  const double fixed = at_px(px);
  const double length = std::clamp(range_.length() / factor, std::min(min_length, limits_.length()),
                                   limits_.length());
  const double begin = fixed - px / width_px_ * length;
  show({begin, begin + length});
}

void Viewport::pan(double px) {
  const double shift = px / scale_;
  show({range_.begin + shift, range_.end + shift});
}

void Viewport::reveal(double position) {
  const double margin = range_.length() / 10;
  if (position >= range_.begin + margin / 2 && position <= range_.end - margin / 2) return;
  const double begin =
      position < range_.begin + margin ? position - margin : position - range_.length() + margin;
  show({begin, begin + range_.length()});
}

void ViewHistory::remember(const View& view) {
  if (!back_.empty() && back_.back() == view) return;
  back_.push_back(view);
  if (back_.size() > max_views) back_.erase(back_.begin());
  forward_.clear();
}

bool ViewHistory::undo(View& current) {
  while (!back_.empty() && back_.back() == current) back_.pop_back();
  if (back_.empty()) return false;
  forward_.push_back(current);
  current = back_.back();
  back_.pop_back();
  return true;
}

bool ViewHistory::redo(View& current) {
  if (forward_.empty()) return false;
  back_.push_back(current);
  current = forward_.back();
  forward_.pop_back();
  return true;
}

}  // namespace loopscope::viewer

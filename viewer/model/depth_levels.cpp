#include "viewer/model/depth_levels.hpp"

#include <algorithm>

namespace loopscope::viewer {
namespace {

using Sample = QueueDepths::Sample;

std::vector<Sample> coarsened(std::span<const Sample> fine) {
  std::vector<Sample> coarse((fine.size() + DepthLevels::fan_out - 1) / DepthLevels::fan_out);
  for (std::size_t i = 0; i < fine.size(); ++i) merge(coarse[i / DepthLevels::fan_out], fine[i]);
  return coarse;
}

}  // namespace

void DepthLevels::build(const QueueDepths& depths) {
  finest_ = depths.samples();
  stride_ = depths.stride();
  coarser_.clear();
  for (std::span<const Sample> fine = finest_; fine.size() > fan_out; fine = coarser_.back())
    coarser_.push_back(coarsened(fine));
}

DepthLevels::Level DepthLevels::level(double events) const {
  Level best{finest_, stride_};
  for (const std::vector<Sample>& samples : coarser_) {
    if (static_cast<double>(best.stride * fan_out) > events) return best;
    best = {samples, best.stride * fan_out};
  }
  return best;
}

}  // namespace loopscope::viewer

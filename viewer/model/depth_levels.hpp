// Queue depths at several resolutions, so that drawing them costs pixels, not samples.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tracer/model/queue_depths.hpp"

namespace loopscope::viewer {

class DepthLevels {
 public:
  static constexpr std::size_t fan_out = 4;  // samples of one level in one of the next
  struct Level {
    std::span<const QueueDepths::Sample> samples;
    std::uint64_t stride = 1;  // events that a sample stands for
  };

  /// From all samples anew; about a quarter of a millisecond. `depths` must stay as it is until the
  /// next call.
  void build(const QueueDepths& depths);
  /// The coarsest level whose samples stand for at most so many events (or the finest).
  [[nodiscard]] Level level(double events) const;

 private:
  std::span<const QueueDepths::Sample> finest_;
  std::uint64_t stride_ = 1;
  std::vector<std::vector<QueueDepths::Sample>> coarser_;
};

}  // namespace loopscope::viewer

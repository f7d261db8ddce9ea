// How many tasks wait in each queue over the whole trace, in bounded memory.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tracer/model/loop_state.hpp"

namespace loopscope {

/// One sample for every `stride()` events: the most that waited meanwhile, and the latest that a
/// timer began after it was due. The stride doubles when there are too many samples.
class QueueDepths {
 public:
  static constexpr std::size_t max_samples = std::size_t{1} << 17U;
  struct Sample {
    std::array<std::uint32_t, LoopState::queue_count> waiting{};
    std::uint32_t lag_us = 0;
  };

  /// After every event; then, where a task has joined a queue, or a timer began late:
  void add(const LoopState& state) {
    if (in_last_ == stride_) begin_sample(state.counts());
    ++in_last_;
  }
  void joined(Queue queue, std::uint32_t waiting) noexcept {
    std::uint32_t& most = samples_.back().waiting[static_cast<std::size_t>(queue)];
    most = std::max(most, waiting);
  }
  void late(std::int64_t lag_ns) noexcept;

  [[nodiscard]] const std::vector<Sample>& samples() const noexcept { return samples_; }
  [[nodiscard]] std::uint32_t stride() const noexcept { return stride_; }

 private:
  void begin_sample(const LoopState::Counts& counts);
  void halve();

  std::vector<Sample> samples_;
  std::uint32_t stride_ = 1;
  std::uint32_t in_last_ = 1;  // events that the last sample stands for; as many: it is complete
};

/// The larger of each.
void merge(QueueDepths::Sample& into, const QueueDepths::Sample& other);

}  // namespace loopscope

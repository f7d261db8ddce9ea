#include "tracer/model/queue_depths.hpp"

#include <algorithm>

namespace loopscope {

void merge(QueueDepths::Sample& into, const QueueDepths::Sample& other) {
  for (std::size_t i = 0; i < into.waiting.size(); ++i)
    into.waiting[i] = std::max(into.waiting[i], other.waiting[i]);
  into.lag_us = std::max(into.lag_us, other.lag_us);
}

// Queues only get longer by tasks that join them, so that the counts at its begin are all else that
// a sample needs.
void QueueDepths::begin_sample(const LoopState::Counts& counts) {
  if (samples_.size() == max_samples) halve();
  samples_.push_back({counts, 0});
  in_last_ = 0;
}

void QueueDepths::late(std::int64_t lag_ns) noexcept {
  const std::int64_t lag_us = std::clamp<std::int64_t>(lag_ns / 1000, 0, INT32_MAX);
  Sample& sample = samples_.back();
  sample.lag_us = std::max(sample.lag_us, static_cast<std::uint32_t>(lag_us));
}

void QueueDepths::halve() {
  for (std::size_t i = 0; i < samples_.size() / 2; ++i) {
    samples_[i] = samples_[2 * i];
    merge(samples_[i], samples_[2 * i + 1]);
  }
  samples_.resize(samples_.size() / 2);
  stride_ *= 2;
}

}  // namespace loopscope

#include "viewer/model/statistics_job.hpp"

#include <algorithm>
#include <vector>

#include "tracer/model/queue_content.hpp"

namespace loopscope::viewer {
namespace {

constexpr std::uint32_t events_between_looks = 2000;  // at the clock

template <typename IsOne>
std::uint32_t longest(const Trace& trace, Session::Steps steps, IsOne is_one) {
  std::uint32_t best = no_index;
  std::int64_t best_ns = -1;
  for (std::uint32_t i = steps.from; i < std::min(steps.to, trace.size()); ++i) {
    if (!is_one(i)) continue;
    const std::uint32_t begin = trace.back(i);
    if (begin == no_index || trace[i].t_ns - trace[begin].t_ns <= best_ns) continue;
    best = begin;
    best_ns = trace[i].t_ns - trace[begin].t_ns;
  }
  return best;
}

}  // namespace

void StatisticsJob::start(const Trace& trace, Session::Steps steps) {
  steps_ = {std::min(steps.from, trace.size()), std::min(steps.to, trace.size())};
  next_ = steps_.from;
  result_.reset();
  builder_ = std::make_unique<StatisticsBuilder>(trace, steps_.from);
}

void StatisticsJob::advance(std::chrono::nanoseconds budget) {
  if (!builder_) return;
  const auto end = std::chrono::steady_clock::now() + budget;
  while (next_ < steps_.to) {
    next_ = std::min(next_ + events_between_looks, steps_.to);
    builder_->advance(next_);
    if (next_ < steps_.to && std::chrono::steady_clock::now() >= end) return;
  }
  result_ = builder_->finish();
  builder_.reset();
}

double StatisticsJob::progress() const noexcept {
  if (result_ || steps_.to == steps_.from) return 1;
  return static_cast<double>(next_ - steps_.from) / static_cast<double>(steps_.to - steps_.from);
}

std::uint32_t worst_task(const Trace& trace, Session::Steps steps, std::string_view name,
                         Queue queue) {
  return longest(trace, steps, [&](std::uint32_t i) {
    if (trace[i].kind() != Event::task_end || trace.back(i) == no_index) return false;
    const std::uint32_t queued = trace.back(trace.back(i));
    return queued != no_index && trace[queued].queue() == queue && task_name(trace, queued) == name;
  });
}

std::uint32_t worst_phase(const Trace& trace, Session::Steps steps, Phase phase) {
  return longest(trace, steps, [&](std::uint32_t i) {
    return trace[i].kind() == Event::phase_end && trace[i].phase() == phase;
  });
}

}  // namespace loopscope::viewer

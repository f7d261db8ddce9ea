// Statistics of a part of a trace, added up a little at a time so that the window answers
// meanwhile.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include "tracer/model/statistics.hpp"
#include "viewer/model/session.hpp"

namespace loopscope::viewer {

class StatisticsJob {
 public:
  /// Begins anew; what waits or runs at `steps.from` counts when it ends inside. `trace` must stay
  /// as it is until there is a result.
  void start(const Trace& trace, Session::Steps steps);
  /// Works for so long at most. Does nothing once done.
  void advance(std::chrono::nanoseconds budget);

  [[nodiscard]] bool started() const noexcept { return builder_ != nullptr || result_.has_value(); }
  [[nodiscard]] const Session::Steps& steps() const noexcept { return steps_; }
  [[nodiscard]] double progress() const noexcept;
  [[nodiscard]] const std::optional<Statistics>& result() const noexcept { return result_; }

 private:
  Session::Steps steps_;
  std::uint32_t next_ = 0;
  std::unique_ptr<StatisticsBuilder> builder_;
  std::optional<Statistics> result_;
};

/// The begin of the longest run of a task of this name and queue, or of a phase; no_index: none.
[[nodiscard]] std::uint32_t worst_task(const Trace& trace, Session::Steps steps,
                                       std::string_view name, Queue queue);
[[nodiscard]] std::uint32_t worst_phase(const Trace& trace, Session::Steps steps, Phase phase);

}  // namespace loopscope::viewer

// What Why is asked about: one selected thing, or two; and the answer as lines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tracer/explain/answer.hpp"

namespace loopscope::viewer {

/// Events: begins of boxes, or points. Without `other`: why `one` ran when it did.
struct Question {
  std::uint32_t one = no_index;
  std::uint32_t other = no_index;
  [[nodiscard]] bool asked() const noexcept { return one != no_index; }
  [[nodiscard]] bool is_pair() const noexcept { return other != no_index; }
  bool operator==(const Question&) const = default;
};

struct WhyAnswer {
  Question moments;                // the events that the question was taken to mean
  std::optional<Verdict> verdict;  // of a pair
  std::vector<AnswerLine> lines;
};

/// What a person means by a selected event: that of a task that is queued is its run, where it
/// came to one.
[[nodiscard]] Moment moment_of(Runs& runs, std::uint32_t event);

/// The same as `loopscope why` says. May take a tenth of a second for ten million events.
[[nodiscard]] WhyAnswer answer(const Trace& trace, const Question& question);

}  // namespace loopscope::viewer

// Two runs of one program side by side: where their orders part, why, and what only one of them
// did.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tracer/explain/task_paths.hpp"
#include "tracer/explain/why.hpp"

namespace loopscope {

/// What two runs did, each item beside the same one of the other run, by task_paths().
struct PairedRuns {
  TaskPaths one;
  TaskPaths other;
  std::vector<std::uint32_t> partner_of_one;  // by item: an item of the other run, or no_index
  std::vector<std::uint32_t> partner_of_other;
};

[[nodiscard]] PairedRuns pair_runs(TaskPaths one, TaskPaths other);

/// The first two things that both runs did, in different orders.
struct Parting {
  Why one;    // why the first run had them in its order
  Why other;  // and the second in the other
};

/// What one run did and the other did not, without what that led to.
struct OneSided {
  std::string label;  // `"timer"`, `timeout#2`
  std::string place;  // where it was queued
  std::uint32_t event = no_index;
  std::int64_t t_ns = 0;
  std::uint64_t led_to = 0;               // how many more things, likewise one-sided
  std::uint32_t other_queued = no_index;  // its task.queue in the other run, where it never ran
};

/// A callback that took longer in one of the runs, by a millisecond or more.
struct TookLonger {
  std::string label;  // in the first run
  std::uint32_t event = no_index;
  std::uint32_t other_event = no_index;
  std::int64_t one_ns = 0;
  std::int64_t other_ns = 0;
};

struct RunDiff {
  static constexpr std::size_t max_shown = 10;

  bool related = true;  // false: hardly anything stands in both
  std::uint64_t common = 0;
  std::uint64_t in_one = 0;  // calls of tasks and lines of output; without the main script
  std::uint64_t in_other = 0;
  std::optional<Parting> parting;
  std::vector<OneSided> only_one;  // the first few
  std::vector<OneSided> only_other;
  std::uint64_t only_one_count = 0;  // without what they led to
  std::uint64_t only_other_count = 0;
  std::vector<TookLonger> times;  // the largest differences first

  [[nodiscard]] bool same_order() const noexcept {
    return related && !parting && only_one_count == 0 && only_other_count == 0;
  }
};

/// Order is compared on each thread by itself.
[[nodiscard]] RunDiff diff_runs(Explainer& one, Explainer& other);
/// The same of runs that are paired already.
[[nodiscard]] RunDiff diff_runs(Explainer& one, Explainer& other, const PairedRuns& pairs);

/// What `loopscope diff` and the viewer say first: how the two differ.
[[nodiscard]] std::string diff_sentence(const RunDiff& diff);
/// "12 calls and lines of output stand in both."
[[nodiscard]] std::string common_sentence(const RunDiff& diff);

}  // namespace loopscope

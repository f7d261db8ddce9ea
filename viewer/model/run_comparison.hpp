// A second run of the program beside the one that is shown: loaded, paired and explained on
// threads of their own while the window goes on.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tracer/explain/answer.hpp"
#include "viewer/model/aligned_runs.hpp"
#include "viewer/model/answer_job.hpp"
#include "viewer/model/trace_source.hpp"

namespace loopscope::viewer {

/// What `loopscope diff` says, and the two orders line by line; of unrelated runs no lines.
struct ComparedRuns {
  RunDiff diff;
  AlignedRuns runs;
  /// The line above which the first difference is marked: that of the parting, else of what one
  /// run alone did; no_index for none.
  std::uint32_t mark = no_index;
  std::vector<AnswerLine> why_one;  // the parting's; empty without one
  std::vector<AnswerLine> why_other;
  [[nodiscard]] bool parts() const noexcept { return diff.parting.has_value(); }
};

/// What stands at the mark.
[[nodiscard]] inline std::string_view mark_label(const ComparedRuns& compared) noexcept {
  return compared.parts() ? "the orders part here" : "the first difference";
}

/// How far the work has come, and whether it is still wanted. Used by two threads.
struct CompareProgress {
  std::atomic<bool> cancelled = false;
  std::atomic<int> done = 0;  // of `stages`
  static constexpr int stages = 4;
};

/// What comes back is of no use where it was cancelled meanwhile. Seconds for ten million events.
[[nodiscard]] ComparedRuns compare_runs(const Trace& one, const Trace& other,
                                        CompareProgress& progress);

/// What two files are called where both are spoken of: their names, with as many folders as tell
/// them apart.
struct RunNames {
  std::string one;
  std::string other;
};
[[nodiscard]] RunNames names_apart(std::string_view one, std::string_view other);

/// Used by the window's thread. The first run's source outlives what works() says.
class RunComparison {
 public:
  /// `on_change` is called by the loading thread when there is more to tell.
  RunComparison(std::string path, std::function<void()> on_change)
      : source_(std::move(path), {.on_change = std::move(on_change)}) {}
  /// Waits for what is being worked on.
  ~RunComparison() { cancel(); }
  RunComparison(const RunComparison&) = delete;
  RunComparison& operator=(const RunComparison&) = delete;

  /// To be called in each frame, under the lock of `one`: nullptr as long as either is loaded or
  /// they are compared, and where problem() says why there will be none.
  const ComparedRuns* follow(TraceSource& one);
  /// What follow() returned last.
  [[nodiscard]] const ComparedRuns* result() const noexcept { return result_; }
  /// Why the second one cannot be compared, as a sentence; "" while it can.
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
  /// What of either could not be read and so is not compared, a sentence each.
  [[nodiscard]] const std::vector<std::string>& notes() const noexcept { return notes_; }

  [[nodiscard]] TraceSource& source() noexcept { return source_; }
  [[nodiscard]] const TraceSource& source() const noexcept { return source_; }
  /// The second run's; only while there is a result.
  [[nodiscard]] const Trace& trace() const { return *source_.trace(); }

  /// There is neither a result yet nor a problem.
  [[nodiscard]] bool busy() const noexcept { return result_ == nullptr && problem_.empty(); }
  /// 0 to 1, of loading and then of comparing.
  [[nodiscard]] double progress() const noexcept;
  /// Ends the work as soon as it can be left.
  void cancel() noexcept;
  /// A thread still works on it.
  [[nodiscard]] bool works() const noexcept { return source_.loading() || job_.works(); }
  /// After cancel(): takes in what has ended. Afterwards works() may be false.
  void collect();

 private:
  struct Sizes {
    std::uint32_t one = 0;
    std::uint32_t other = 0;
    bool operator==(const Sizes&) const = default;
  };
  void look_at_other();
  void take_notes(const TraceSource& one);

  std::shared_ptr<CompareProgress> progress_ = std::make_shared<CompareProgress>();
  TraceSource source_;
  AnswerJob<Sizes, ComparedRuns> job_;  // behind what it reads: its end waits
  const ComparedRuns* result_ = nullptr;
  std::string problem_;
  bool noted_ = false;
  std::vector<std::string> notes_;
};

}  // namespace loopscope::viewer

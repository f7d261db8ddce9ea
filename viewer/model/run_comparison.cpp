#include "viewer/model/run_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "viewer/model/words.hpp"

namespace loopscope::viewer {
namespace {

constexpr std::chrono::milliseconds patience{4};
constexpr double share_of_loading = 0.5;

/// Above what came first in either run, or above the first that only one of them did.
std::uint32_t mark_of(const ComparedRuns& compared) {
  const AlignedRuns& runs = compared.runs;
  if (!compared.diff.parting) return runs.next_difference(no_index);
  return std::min(runs.line_of_one(compared.diff.parting->one.first.moment.event),
                  runs.line_of_other(compared.diff.parting->other.first.moment.event));
}

std::string_view tail(std::string_view path, std::size_t parts) {
  std::size_t at = path.size();
  for (std::size_t i = 0; i < parts && at != 0 && at != std::string_view::npos; ++i)
    at = path.rfind('/', at - 1);
  return at == std::string_view::npos ? path : path.substr(at == 0 ? 0 : at + 1);
}

std::string file_name(const std::string& path) {
  return std::string(tail(path, 1));
}

}  // namespace

ComparedRuns compare_runs(const Trace& one, const Trace& other, CompareProgress& progress) {
  ComparedRuns compared;
  const auto goes_on = [&progress] {
    ++progress.done;
    return !progress.cancelled;
  };
  TaskPaths paths = task_paths(one);
  if (!goes_on()) return compared;
  TaskPaths other_paths = task_paths(other);
  if (!goes_on()) return compared;
  const PairedRuns pairs = pair_runs(std::move(paths), std::move(other_paths));
  if (!goes_on()) return compared;
  Explainer explain_one(one);
  Explainer explain_other(other);
  compared.diff = diff_runs(explain_one, explain_other, pairs);
  if (!goes_on() || !compared.diff.related) return compared;
  compared.runs = align(other, pairs);
  compared.mark = mark_of(compared);
  if (!compared.diff.parting) return compared;
  compared.why_one = answer_lines(compared.diff.parting->one);
  compared.why_other = answer_lines(compared.diff.parting->other);
  return compared;
}

RunNames names_apart(std::string_view one, std::string_view other) {
  if (one == other) return {std::string(tail(one, 1)), std::string(tail(other, 1))};
  const auto most =
      static_cast<std::size_t>(1 + std::max(std::count(one.begin(), one.end(), '/'),
                                            std::count(other.begin(), other.end(), '/')));
  std::size_t parts = 1;
  while (parts < most && tail(one, parts) == tail(other, parts)) ++parts;
  return {std::string(tail(one, parts)), std::string(tail(other, parts))};
}

const ComparedRuns* RunComparison::follow(TraceSource& one) {
  result_ = nullptr;
  if (!problem_.empty() || one.loading() || source_.loading()) return nullptr;
  look_at_other();
  if (!problem_.empty() || one.trace() == nullptr) return nullptr;
  if (!std::exchange(noted_, true)) take_notes(one);
  result_ = job_.ask({one.trace()->size(), source_.trace()->size()}, patience,
                     [&one, &other = source_, progress = progress_](const Sizes&) {
                       const auto held = one.lock();
                       const auto other_held = other.lock();
                       return compare_runs(*one.trace(), *other.trace(), *progress);
                     });
  return result_;
}

void RunComparison::look_at_other() {
  const auto held = source_.lock();
  problem_ = source_.error();
  if (problem_.empty() && (source_.trace() == nullptr || source_.trace()->size() == 0))
    problem_ = fmt::format("{} has a header but no events. Was anything recorded?", source_.path());
}

void RunComparison::take_notes(const TraceSource& one) {
  const auto held = source_.lock();
  for (const TraceSource* source : {&one, &std::as_const(source_)}) {
    const std::string name = file_name(source->path());
    if (source->cancelled())
      notes_.push_back(
          fmt::format("{}: loading was cancelled. What was read of it is compared.", name));
    else if (!source->closed())
      notes_.push_back(
          fmt::format("{}: the recording was cut off. What was read of it is compared.", name));
    const Trace& trace = *source->trace();
    if (trace.problem_count() > 0)
      notes_.push_back(
          fmt::format("{}: {} lines could not be read and are not compared; line {}: {}", name,
                      grouped(trace.problem_count()), trace.problems().front().line,
                      trace.problems().front().reason));
  }
}

double RunComparison::progress() const noexcept {
  if (source_.loading()) return share_of_loading * source_.progress().value_or(0);
  const double done = static_cast<double>(progress_->done) / CompareProgress::stages;
  return share_of_loading + (1 - share_of_loading) * std::min(done, 1.0);
}

void RunComparison::cancel() noexcept {
  progress_->cancelled = true;
  source_.cancel();
}

void RunComparison::collect() {
  result_ = nullptr;
  job_.take();
}

}  // namespace loopscope::viewer

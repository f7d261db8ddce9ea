#include "tracer/explain/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "tracer/explain/why.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

constexpr std::size_t max_race_pairs = 2'000;  // that are looked at closely

class Linter {
 public:
  Linter(const Trace& trace, const LintLimits& limits)
      : trace_(trace), limits_(limits), explainer_(trace), runs_(explainer_.runs()) {}

  LintReport run() {
    lanes_.resize(trace_.lanes());
    for (std::uint32_t i = 0; i < trace_.size(); ++i) take(i);
    for (Lane& lane : lanes_) end_drain(lane);
    late_timers();
    open_handles();
    std::stable_sort(report_.findings.begin(), report_.findings.end(),
                     [](const LintFinding& a, const LintFinding& b) { return a.lint < b.lint; });
    return std::move(report_);
  }

 private:
  /// What a thread is at.
  struct Lane {
    Run callback = no_index;  // the loop's latest
    Run before = no_index;    // the one before in the same turn
    Run drained = no_index;   // the latest tick or microtask after it
    std::uint32_t first_drained = no_index;
    std::uint32_t drained_tasks = 0;
    unsigned depth = 0;
  };
  struct Late {
    std::uint32_t event = no_index;
    std::int64_t worst_ns = 0;
    std::uint64_t count = 0;
  };

  void take(std::uint32_t i) {
    const PackedEvent& event = trace_[i];
    switch (event.kind()) {
      case Event::task_begin:
        return begin(i, lanes_[event.lane]);
      case Event::task_end:
        return end(i, event, lanes_[event.lane]);
      case Event::turn:
      case Event::poll_wait:
        end_drain(lanes_[event.lane]);
        lanes_[event.lane].callback = no_index;
        return;
      case Event::drop:
        return dropped(i);
      default:
        return;
    }
  }

  void begin(std::uint32_t i, Lane& lane) {
    if (lane.depth++ > 0) return;
    const Queue in = runs_.queue(i);
    if (in == Queue::tick || in == Queue::microtask) {
      if (lane.drained_tasks++ == 0) lane.first_drained = i;
      lane.drained = i;
      return;
    }
    end_drain(lane);
    lane.before = lane.callback;
    lane.callback = i;
    if (in == Queue::timer) timer_began(i);
    if (lane.before != no_index) maybe_race(lane.before, i);
    if (in == Queue::main && runs_.name(i) == "unhandledRejection") rejected(i);
  }

  void end(std::uint32_t i, const PackedEvent& event, Lane& lane) {
    if (lane.depth > 0) --lane.depth;
    if (lane.depth > 0) return;
    const std::uint32_t begin = trace_.back(i);
    if (begin == no_index) return;
    if (event.has(PackedEvent::error)) threw(begin, i);
    const std::int64_t took_ns = event.t_ns - trace_[begin].t_ns;
    if (took_ns > limits_.callback_ns && !runs_.is_main(begin)) slow(begin, took_ns);
  }

  void end_drain(Lane& lane) {
    if (lane.drained_tasks == 0) return;
    const std::uint32_t last = trace_.forward(lane.drained);
    const std::uint32_t end = last == no_index ? lane.drained : last;
    const std::int64_t took_ns = trace_[end].t_ns - trace_[lane.first_drained].t_ns;
    const bool many = lane.drained_tasks > limits_.drain_tasks;
    if (took_ns > limits_.drain_ns || many) starved(lane, end, took_ns);
    lane.drained_tasks = 0;
  }

  // --- findings ---

  bool wanted(Lint lint) {
    return ++report_.counts[static_cast<std::size_t>(lint)] <= limits_.max_findings;
  }
  void put(LintFinding finding) { report_.findings.push_back(std::move(finding)); }

  /// A long drain starves only those that wait.
  void starved(const Lane& lane, std::uint32_t end, std::int64_t took_ns) {
    const LoopState state = trace_.state(end);
    std::size_t due = 0;
    for (const auto* task = state.first(Queue::timer); task != nullptr; task = state.next(*task))
      due += trace_[task->queued].value <= trace_[end].t_ns ? 1 : 0;
    const std::uint32_t immediates = state.waiting(Queue::check);
    const bool waits_for_io = state.waiting(Queue::io) + state.waiting(Queue::pool) > 0;
    if (due == 0 && immediates == 0 && !waits_for_io) return;
    if (!wanted(Lint::starvation)) return;
    std::string waited = fmt::format("{} due timers and {} immediates waited", due, immediates);
    if (waits_for_io) waited += ", and no I/O could be served";
    put({.lint = Lint::starvation,
         .event = lane.first_drained,
         .count = lane.drained_tasks,
         .what =
             fmt::format("{} ticks and microtasks ran for {} in one go after {}. Meanwhile {}.",
                         lane.drained_tasks, duration_text(took_ns), who(lane.callback), waited),
         .advice =
             "Let the loop go on in between: queue every so often with setImmediate instead of "
             "process.nextTick or a promise."});
  }

  void slow(Run run, std::int64_t took_ns) {
    if (!wanted(Lint::slow_callback)) return;
    put({.lint = Lint::slow_callback,
         .event = run,
         .what = fmt::format("{} ran for {}. Nothing else ran meanwhile.", placed(run),
                             duration_text(took_ns)),
         .advice = "Split the work, or move it to a thread."});
  }

  void timer_began(Run run) {
    const std::uint32_t queued = runs_.queued(run);
    if (queued == no_index || trace_[queued].value == TraceEvent::no_time) return;
    const std::int64_t late_ns = trace_[run].t_ns - trace_[queued].value;
    if (late_ns <= limits_.late_ns) return;
    ++report_.counts[static_cast<std::size_t>(Lint::late_timer)];
    const Label& label = trace_.label(trace_[queued]);
    Late& late = late_[{label.at, label.name, label.fn}];
    ++late.count;
    if (late_ns <= late.worst_ns) return;
    late.worst_ns = late_ns;
    late.event = run;
  }

  void late_timers() {
    for (const auto& [label, late] : late_) {
      if (report_.findings.size() >= limits_.max_findings * lint_count) return;
      put({.lint = Lint::late_timer,
           .event = late.event,
           .count = late.count,
           .what = fmt::format("{} began up to {} after it was due, {} times later than the limit.",
                               placed(late.event), duration_text(late.worst_ns), late.count),
           .advice = "Look at what ran as it became due: `loopscope why` says it."});
    }
  }

  /// Callbacks of one parent that stand side by side, at least one of them a timer.
  void maybe_race(Run first, Run then) {
    const bool timer = runs_.queue(first) == Queue::timer;
    const bool other_timer = runs_.queue(then) == Queue::timer;
    if (!timer && !other_timer) return;
    if (race_pairs_ >= max_race_pairs || runs_.queued(first) == no_index) return;
    if (timer && other_timer && !close(first, then)) return;
    if (!timer && runs_.queue(first) != Queue::check) return;
    if (!other_timer && runs_.queue(then) != Queue::check) return;
    const Run by = runs_.host_of_parent(first);
    if (by == no_index || by != runs_.host_of_parent(then)) return;
    ++race_pairs_;
    if (explainer_.order().decide(first, then).verdict != Verdict::race) return;
    if (timer != other_timer && !hangs_by_start(timer ? first : then, by)) return;
    raced(first, then);
  }
  [[nodiscard]] bool close(Run first, Run then) const {
    const std::uint32_t other = runs_.queued(then);
    if (other == no_index) return false;
    const std::int64_t apart = trace_[other].value - trace_[runs_.queued(first)].value;
    return apart <= limits_.race_ns && apart >= -limits_.race_ns;
  }
  /// A timer against an immediate: only a short one can win or lose by the start of the loop.
  [[nodiscard]] bool hangs_by_start(Run timer, Run by) const {
    const std::uint32_t queued = runs_.queued(timer);
    const std::uint32_t end = trace_.forward(by);
    const std::int64_t from_ns = end == no_index ? trace_[queued].t_ns : trace_[end].t_ns;
    return trace_[queued].value - from_ns <= limits_.race_ns;
  }
  void raced(Run first, Run then) {
    if (!wanted(Lint::race)) return;
    put({.lint = Lint::race,
         .event = first,
         .other = then,
         .what =
             fmt::format("{} came before {}, but another run may have them the other way round.",
                         placed(first), placed(then)),
         .advice = "Do not rely on it. If the order matters, let the first one queue the second."});
  }

  void threw(Run run, std::uint32_t end) {
    if (!wanted(Lint::uncaught)) return;
    put({.lint = Lint::uncaught,
         .event = run,
         .what = fmt::format("{} threw: {}", placed(run), trace_.event(end).error),
         .advice =
             "Catch it where it is thrown; after an uncaught one the program's state is unknown."});
  }
  void rejected(Run run) {
    if (!wanted(Lint::rejection)) return;
    put({.lint = Lint::rejection,
         .event = run,
         .what = fmt::format("A promise was rejected and nothing handled that: {} was called.",
                             who(run)),
         .advice = "Add a catch to the promise, or await it in a try block."});
  }
  void dropped(std::uint32_t i) {
    if (!wanted(Lint::lost)) return;
    const TraceEvent drop = trace_.event(i);
    put({.lint = Lint::lost,
         .event = i,
         .count = static_cast<std::uint64_t>(std::max<std::int64_t>(0, drop.n)),
         .what = fmt::format("{} records between {} and {} were lost while recording.", drop.n,
                             moment_text(drop.when_ns), moment_text(drop.to_ns)),
         .advice = "What lies in that time is incomplete. Record again, with larger rings."});
  }

  /// Only where the trace has its end: otherwise they might have been closed later.
  void open_handles() {
    if (trace_.size() == 0 || trace_[trace_.size() - 1].kind() != Event::end) return;
    for (const LoopState::Handle* handle : handles_in_order(trace_.last_state())) {
      if (!handle->active || !handle->ref || handle->closed != no_index) continue;
      const PackedEvent& opened = trace_[handle->opened];
      if (!wanted(Lint::open_handle)) continue;
      const std::string place = place_of(trace_, opened);
      put({.lint = Lint::open_handle,
           .event = handle->opened,
           .what =
               fmt::format("{} {}#{}{}{} was still open and active when the program ended.",
                           name_of(opened.as<HandleKind>()), trace_.name(opened),
                           trace_.number(opened.id), place.empty() ? "" : ", opened at ", place),
           .advice =
               "Close it when it is no longer needed; while it is open the loop does not end."});
    }
  }

  [[nodiscard]] std::string who(Run run) {
    return run == no_index ? std::string("the main script") : label_of(runs_, run);
  }
  [[nodiscard]] std::string placed(Run run) {
    const std::string place = runs_.place(run);
    return place.empty() ? label_of(runs_, run)
                         : fmt::format("{} ({})", label_of(runs_, run), place);
  }

  const Trace& trace_;
  const LintLimits& limits_;
  Explainer explainer_;
  Runs& runs_;
  LintReport report_;
  std::vector<Lane> lanes_;
  std::map<std::array<std::uint32_t, 3>, Late> late_;  // by where and as what it was queued
  std::size_t race_pairs_ = 0;
};

}  // namespace

std::string_view id_of(Lint lint) noexcept {
  static constexpr std::array<std::string_view, lint_count> ids = {
      "starvation",  "slow-callback", "late-timer", "race",
      "open-handle", "uncaught",      "rejection",  "lost"};
  return ids[static_cast<std::size_t>(lint)];
}

LintReport lint(const Trace& trace, const LintLimits& limits) {
  return Linter(trace, limits).run();
}

}  // namespace loopscope

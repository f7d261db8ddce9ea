#include "tracer/explain/wait.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tracer/explain/words.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

/// Sums up what a thread did between two events.
class Between {
 public:
  explicit Between(Runs& runs) : runs_(runs), trace_(runs.trace()) {}

  void add(std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t i = from; i < to; ++i) {
      const PackedEvent& event = trace_[i];
      if (event.lane != trace_[to].lane) continue;
      const std::uint32_t end = std::min(trace_.forward(i), to);
      if (event.kind() == Event::poll_wait) polled_ns += trace_[end].t_ns - event.t_ns;
      if (event.kind() != Event::task_begin) continue;
      add_run(i, end);
      i = end;
    }
  }

  std::int64_t polled_ns = 0;
  std::int64_t drained_ns = 0;
  std::int64_t called_ns = 0;
  unsigned drained = 0;
  unsigned called = 0;
  Run longest = no_index;
  std::int64_t longest_ns = 0;

 private:
  void add_run(Run run, std::uint32_t end) {
    const std::int64_t ns = trace_[end].t_ns - trace_[run].t_ns;
    const Queue in = runs_.queue(run);
    const bool is_drained = in == Queue::tick || in == Queue::microtask;
    (is_drained ? drained_ns : called_ns) += ns;
    ++(is_drained ? drained : called);
    if (ns < longest_ns) return;
    longest = run;
    longest_ns = ns;
  }

  Runs& runs_;
  const Trace& trace_;
};

class Waiting {
 public:
  Waiting(Explainer& explainer, Run run)
      : runs_(explainer.runs()), trace_(runs_.trace()), run_(run), queued_(runs_.queued(run)) {}

  std::vector<WaitPart> parts() {
    const std::uint32_t returned = rest_of_caller();
    Between between(runs_);
    between.add(returned, run_);
    put(between.drained_ns, between.drained == 0 ? "" : ticks(between.drained));
    put_calls(between);
    put_poll(between.polled_ns);
    return std::move(parts_);
  }

  std::string then() {
    const std::uint32_t phase = runs_.phase(run_);
    switch (runs_.queue(run_)) {
      case Queue::tick:
      case Queue::microtask:
        return fmt::format("It ran in the drain after {}, before the loop called anything else.",
                           label_of(runs_, runs_.host(run_)));
      case Queue::main:
        return "The runtime called it.";
      case Queue::timer:
        return timer_then();
      case Queue::pool:
        return "A worker thread had done its work, and poll delivered that.";
      case Queue::io:
        return "The kernel had reported its descriptor as ready, in poll.";
      default:
        return phase == no_index ? std::string()
                                 : fmt::format("The loop had reached its {} phase.",
                                               name_of(trace_[phase].phase()));
    }
  }

 private:
  void put(std::int64_t ns, std::string text) {
    if (!text.empty()) parts_.push_back({ns, std::move(text)});
  }
  /// The callback in which it was queued ran on. Returns the event behind that.
  std::uint32_t rest_of_caller() {
    Run outer = no_index;
    for (Run open = runs_.around(queued_); open != no_index; open = runs_.around(open))
      outer = open;
    if (outer == no_index) return queued_ + 1;
    const std::uint32_t end = std::min(trace_.forward(outer), run_);
    put(trace_[end].t_ns - trace_[queued_].t_ns,
        fmt::format("{} had to return first", label_of(runs_, outer)));
    return end + 1;
  }
  static std::string ticks(unsigned count) {
    return count == 1 ? "one tick or microtask ran before it"
                      : fmt::format("{} ticks and microtasks ran before it", count);
  }
  void put_calls(const Between& between) {
    if (between.called == 0) return;
    std::string text = between.called == 1 ? "another callback ran"
                                           : fmt::format("{} other callbacks ran", between.called);
    const bool is_callback = runs_.is_callback(between.longest);
    if (is_callback)
      text += fmt::format(", the longest was {} ({})", label_of(runs_, between.longest),
                          duration_text(between.longest_ns));
    put(between.called_ns, std::move(text));
  }
  void put_poll(std::int64_t ns) {
    if (ns == 0) return;
    const bool is_timer = runs_.queue(run_) == Queue::timer;
    put(ns, is_timer
                ? "the loop slept in poll, because the timer was not due yet or others were not"
                : "the loop slept in poll, because nothing was ready");
  }
  std::string timer_then() {
    const std::int64_t due_ns = trace_[queued_].value;
    const std::int64_t late_ns = trace_[run_].t_ns - due_ns;
    const std::string due = fmt::format("It was due at {}", moment_text(due_ns));
    if (late_ns < 0) return due + ", by the loop's clock, which counts whole milliseconds.";
    const Run busy = at_due(due_ns);
    const std::string late = fmt::format("{}, and ran {} later", due, duration_text(late_ns));
    if (busy == no_index) return late + ": as soon as the loop reached its timers phase.";
    return fmt::format("{}: {} was running when it became due.", late, label_of(runs_, busy));
  }
  // What ran as the timer became due.
  Run at_due(std::int64_t due_ns) {
    const std::uint32_t step = trace_.step_at(due_ns);
    if (step == 0 || step >= trace_.size() || step <= queued_ || step > run_) return no_index;
    Run outer = no_index;
    for (Run open = runs_.around(step); open != no_index; open = runs_.around(open)) outer = open;
    return outer == run_ ? no_index : outer;
  }

  Runs& runs_;
  const Trace& trace_;
  Run run_;
  std::uint32_t queued_;
  std::vector<WaitPart> parts_;
};

}  // namespace

TaskWait explain_wait(Explainer& explainer, const Moment& moment) {
  TaskWait wait;
  wait.moment = explainer.facts(moment);
  const MomentFacts& facts = wait.moment;
  if (moment.run == no_index || facts.queued == no_index) {
    wait.unknown = moment.run == no_index && facts.queued != no_index
                       ? explainer.why(moment, moment).unknown
                       : "The trace does not say who queued it.";
    wait.sentence = wait.unknown;
    return wait;
  }
  Waiting waiting(explainer, moment.run);
  wait.parts = waiting.parts();
  wait.then = waiting.then();
  wait.sentence = fmt::format("{} had waited {} when it ran", facts.task,
                              duration_text(facts.began_ns - facts.queued_ns));
  if (!facts.queued_by.empty())
    wait.sentence += fmt::format(", since {} queued it", facts.queued_by);
  wait.sentence += ".";
  return wait;
}

}  // namespace loopscope

#include "tracer/explain/order.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

constexpr std::size_t max_steps = 64;  // of an answer

}  // namespace

void Order::find_landmarks() {
  if (landmarks_known_) return;
  landmarks_known_ = true;
  std::vector<Queue> called(trace_.lanes(), Queue::main);  // what the loop called last
  std::vector<bool> draining(trace_.lanes(), false);
  for (std::uint32_t i = 0; i < trace_.size(); ++i) {
    const PackedEvent& event = trace_[i];
    note_landmark(i);
    if (event.kind() == Event::task_begin) {
      const Queue in = runs_.queue(i);
      draining[event.lane] = in == Queue::tick || in == Queue::microtask;
      if (!draining[event.lane]) called[event.lane] = in;
    }
    if (event.kind() != Event::task_queue || event.queue() != Queue::timer) continue;
    timers_by_delay_.add(runs_, i);
    if (draining[event.lane] && called[event.lane] == Queue::timer) timers_may_run_twice_ = true;
  }
}

void Order::note_landmark(std::uint32_t at) {
  const PackedEvent& event = trace_[at];
  if (event.kind() == Event::start) starts_.push_back(at);
  if (event.kind() == Event::drop) drops_.push_back(at);
  if (event.kind() == Event::task_end && event.has(PackedEvent::error)) errors_.push_back(at);
}

bool Order::put_off(Run run) {
  find_landmarks();
  const Run host = runs_.host(run);
  if (host == run) return false;
  for (auto at = std::upper_bound(errors_.begin(), errors_.end(), host);
       at != errors_.end() && *at < run; ++at)
    if (trace_.back(*at) != no_index && runs_.host(trace_.back(*at)) == host) return true;
  return false;
}

// A drop tells of a time, not of a place: it stands where the thread wrote again.
std::string Order::lost_between(std::uint32_t from, std::uint32_t to) {
  find_landmarks();
  for (const std::uint32_t at : drops_) {
    const TraceEvent drop = trace_.event(at);
    if (drop.to_ns < trace_[from].t_ns || drop.when_ns > trace_[to].t_ns) continue;
    return fmt::format(
        "{} records of the time from {} to {} were lost while recording. What decided this order "
        "may be among them.",
        drop.n, duration_text(drop.when_ns), duration_text(drop.to_ns));
  }
  return {};
}

bool Order::loop_began_between(std::uint32_t from, std::uint32_t to) {
  find_landmarks();
  const auto behind = std::upper_bound(starts_.begin(), starts_.end(), from);
  return behind != starts_.end() && *behind < to;
}

OrderAnswer Order::decide(Run first, Run then) {
  OrderAnswer answer;
  work_ = 0;
  gave_up_ = false;
  static_cast<void>(runs_.gave_up());
  if (first == then || runs_.holds(first, then)) {
    answer.verdict = Verdict::guaranteed;
    answer.steps.push_back({Rule::sync, first, then});
    return answer;
  }
  const Run common = runs_.common(first, then);
  answer.unknown_because = lost_between(common == no_index ? first : common, then);
  if (!answer.unknown_because.empty()) return answer;
  if (runs_.queued(then) == no_index || runs_.queued(first) == no_index) {
    answer.unknown_because = "The trace does not say who queued it: that line is missing.";
    return answer;
  }
  if (runs_.led_to(first, then)) {
    answer.verdict = Verdict::causal;
    answer.steps.push_back({Rule::causal, first, then});
    return answer;
  }
  follow(first, then, answer);
  return answer;
}

void Order::follow(Run first, Run then, OrderAnswer& answer) {
  const Run host = runs_.host(first);
  const Run other = runs_.host(then);
  if (host != other && (put_off(first) || (put_off(then) && host > other))) {
    answer.unknown_because =
        "An exception ended a callback before its ticks and microtasks had run. They ran after a "
        "later callback, and which one that is depends on what came next.";
    return;
  }
  answer.verdict = Verdict::guaranteed;
  if (host == other) {
    explain_drain(first, then, answer.steps);
    return;
  }
  if (host != first || other != then)
    answer.steps.push_back({Rule::drain_before_next_callback, first, then});
  if (follow_callbacks(host, other, answer.steps)) return;
  gave_up_ = runs_.gave_up() || gave_up_;
  answer.verdict = gave_up_ ? Verdict::unknown : Verdict::race;
  if (gave_up_) answer.unknown_because = "The chain of causes is too long to follow to its end.";
}

bool Order::follow_callbacks(Run host, Run other, std::vector<OrderStep>& steps) {
  bool all_forced = true;
  while (steps.size() < max_steps && host != no_index && host != other) {
    Link link = callbacks(host, other);
    if (!link.forced && link.first == no_index) link = race(host, other);
    all_forced = all_forced && link.forced;
    steps.push_back({link.rule, host, other});
    if (link.first == no_index) break;
    host = runs_.host(link.first);
    other = runs_.host(link.then);
    if (host == other && link.first != link.then) explain_drain(link.first, link.then, steps);
  }
  return all_forced;
}

// --- one drain -----------------------------------------------------------------------------------

bool Order::is_module_body(Run run) {
  return run != no_index && runs_.queue(run) == Queue::main && !runs_.is_callback(run) &&
         runs_.around(run) != no_index;
}

Rule Order::drain_rule(Run first, Run then) {
  const Queue in = runs_.queue(first);
  const Queue other = runs_.queue(then);
  if (in == other) return Rule::fifo;
  const Run queued_by = runs_.parent(then);
  if (in == Queue::tick) {
    const bool by_tick = runs_.queue(runs_.parent(first)) == Queue::tick;
    return by_tick ? Rule::tick_drain : Rule::tick_before_microtask;
  }
  return is_module_body(queued_by) ? Rule::esm_main_is_microtask : Rule::microtask_drain;
}

// Everything in one drain is forced. Each step leads to an earlier pair, until one callback queued
// both, or the first one was done before.
void Order::explain_drain(Run first, Run then, std::vector<OrderStep>& steps) {
  while (steps.size() < max_steps && first != then && first != no_index && then != no_index) {
    if (runs_.holds(first, then)) return steps.push_back({Rule::sync, first, then});
    if (runs_.led_to(first, then)) return steps.push_back({Rule::causal, first, then});
    const Run by = runs_.parent(then);
    if (runs_.queued(then) > first) {  // it was not even queued
      steps.push_back({Rule::next_turn, first, then});
      if (by == no_index || by < first) return;
      then = by;
      continue;
    }
    steps.push_back({drain_rule(first, then), first, then});
    if (runs_.queue(first) != runs_.queue(then)) return;
    first = runs_.parent(first);
    then = by;
  }
}

}  // namespace loopscope

// Order: callbacks of the loop.
#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "tracer/explain/order.hpp"
#include "tracer/explain/timers.hpp"

namespace loopscope {
namespace {

constexpr unsigned max_depth = 400;
constexpr std::size_t max_ancestors = 256;  // of one in the next phase
constexpr std::size_t max_above = 1024;
constexpr std::uint64_t max_work = 200'000;  // pairs and ancestors looked at for one answer

constexpr std::uint64_t key(Run first, Run then) noexcept {
  return std::uint64_t{first} << 32U | then;
}

constexpr bool is_ready_later(Queue queue) noexcept {
  return queue == Queue::io || queue == Queue::pool;
}

}  // namespace

Order::Link Order::callbacks(Run first, Run then) {
  const auto known = links_.find(key(first, then));
  if (known != links_.end()) {
    gave_up_ = gave_up_ || known->second.gave_up;
    return known->second;
  }
  if (depth_ >= max_depth || ++work_ > max_work) {
    gave_up_ = true;
    return {};
  }
  ++depth_;
  const bool gave_up_before = std::exchange(gave_up_, false);
  Link link = find_link(first, then);
  link.gave_up = gave_up_ && !link.forced;
  gave_up_ = gave_up_before || link.gave_up;
  --depth_;
  links_[key(first, then)] = link;
  return link;
}

bool Order::forced(Run first, Run then) {
  return first < then && callbacks(first, then).forced;
}

bool Order::always_before(Run first, Run then) {
  if (first == no_index || then == no_index || first >= then) return false;
  const Run host = runs_.host(first);
  const Run other = runs_.host(then);
  return host == other || (!put_off(first) && forced(host, other));
}

Order::Link Order::find_link(Run first, Run then) {
  if (runs_.led_to(first, then)) return {.rule = Rule::causal, .forced = true};
  if (auto link = ends_of_program(first, then)) return *link;
  if (auto link = same_queue(first, then)) return *link;
  if (auto link = timers(first, then)) return *link;
  if (auto link = next_phase(first, then)) return *link;
  return by_ancestor(first, then).value_or(Link{});
}

// main runs before the loop; exit after everything; beforeExit when nothing that is ref'd is left.
std::optional<Order::Link> Order::ends_of_program(Run first, Run then) {
  const auto unref = [this](Run run) {
    return runs_.queued(run) != no_index && trace_[runs_.queued(run)].has(PackedEvent::unref);
  };
  const bool leaves = runs_.is_exit(then) || (runs_.is_before_exit(then) && !unref(first));
  if (runs_.is_main(first) || leaves) return Link{.rule = Rule::phase_order, .forced = true};
  return std::nullopt;
}

// Which client is the next one is the clients' affair.
bool Order::accepts(Run run) {
  const std::uint32_t event = runs_.tcp_event(run);
  return event != no_index && trace_[event].kind() == Event::tcp_accept;
}

// Lists that are first in, first out; close callbacks, of which the latest comes first; and the
// runs of one task.
std::optional<Order::Link> Order::same_queue(Run first, Run then) {
  if (trace_[first].id == trace_[then].id && !accepts(then))
    return Link{.rule = Rule::fifo, .forced = true};
  const Queue in = runs_.queue(first);
  if (in != runs_.queue(then)) return std::nullopt;
  const std::uint32_t queued = runs_.queued(first);
  const std::uint32_t other = runs_.queued(then);
  const Run by = runs_.parent(first);
  const Run other_by = runs_.parent(then);
  if (in == Queue::close) {
    const bool together = queued > other && runs_.host_of_parent(first) != no_index &&
                          runs_.host_of_parent(first) == runs_.host_of_parent(then);
    if (!together) return std::nullopt;
    return Link{.rule = Rule::close_phase, .forced = true};
  }
  const bool stays =
      trace_[queued].has(PackedEvent::repeat) || trace_[other].has(PackedEvent::repeat);
  if ((in != Queue::check && in != Queue::pending) || stays || queued > other) return std::nullopt;
  if (by == no_index || other_by == no_index) return std::nullopt;
  if (by != other_by && !always_before(by, other_by))
    return Link{.rule = Rule::fifo, .forced = false, .first = by, .then = other_by};
  return Link{.rule = Rule::fifo, .forced = true, .first = by, .then = other_by};
}

std::optional<Order::Link> Order::timers(Run first, Run then) {
  if (runs_.queue(first) != Queue::timer || runs_.queue(then) != Queue::timer) return std::nullopt;
  const std::uint32_t queued = runs_.queued(first);
  const std::uint32_t other = runs_.queued(then);
  const Run by = runs_.parent(first);
  const Run other_by = runs_.parent(then);
  if (queued > other || by == no_index || other_by == no_index) return std::nullopt;
  const TimerFacts facts = timer_facts(runs_, queued);
  const TimerFacts others = timer_facts(runs_, other);
  if (facts.delay_ms > others.delay_ms) return std::nullopt;
  const bool same_list = facts.delay_ms == others.delay_ms;
  if (!same_list && ((others.again && by == other_by) || list_may_wait(queued, other, by)))
    return std::nullopt;
  if (by != other_by && !always_before(by, other_by)) return std::nullopt;
  return Link{.rule = same_list ? Rule::timer_list : Rule::timer_due,
              .forced = true,
              .first = by,
              .then = other_by};
}

// Where the loop is late, a list is served whole once its earliest timer's turn has come.
bool Order::list_may_wait(std::uint32_t first, std::uint32_t other, Run by) {
  find_landmarks();
  const auto* list = timers_by_delay_.of(timer_facts(runs_, other).delay_ms);
  if (list == nullptr) return true;
  return std::any_of(list->begin(), list->end(), [&](std::uint32_t each) {
    return each != other && may_wait(each, first, by);
  });
}

// Not if it is set after that on every run, or has run or was cancelled before.
bool Order::may_wait(std::uint32_t timer, std::uint32_t first, Run by) {
  const Run setter = runs_.queued_by(timer);
  if (setter == by && timer > first) return timer_facts(runs_, timer).again;
  if (setter != by && always_before(by, setter)) return false;
  const std::uint32_t left = trace_.forward(timer);
  if (left == no_index) return true;
  const Run gone = trace_[left].kind() == Event::task_begin ? left : runs_.around(left);
  if (gone == no_index) return true;
  if (gone == by) return left > first;
  return gone != setter && !always_before(gone, by);
}

// --- phases --------------------------------------------------------------------------------------

PhasePlace Order::place(Run callback) {
  const std::uint32_t phase = runs_.phase(callback);
  return phase == no_index ? before_the_loop : place_of_phase(trace_[phase].phase());
}

// The earliest place at which a run can come that was queued at `from`.
std::optional<PhasePlace> Order::step_down(Run run, Run queued_by, PhasePlace from) {
  const Queue by = runs_.queue(queued_by);
  switch (runs_.queue(run)) {
    case Queue::timer:
      find_landmarks();
      if (by == Queue::timer && timers_may_run_twice_) return from;
      return next_place(Phase::timers, from);
    case Queue::pending:
      return next_place(Phase::pending, from);
    case Queue::idle:
      return next_place(Phase::idle, from);
    case Queue::prepare:
      return next_place(Phase::prepare, from);
    case Queue::check:
      return next_place(Phase::check, from);
    case Queue::close:
      return next_place(Phase::close, from);
    case Queue::pool:
      // What finishes while other work is called back waits for the next turn.
      return next_place(Phase::poll, by == Queue::io ? from - 1 : from);
    case Queue::io:
      return next_place(Phase::poll, from - 1);
    default:
      return std::nullopt;
  }
}

std::optional<PhasePlace> Order::earliest(Run then, Run above, PhasePlace from) {
  std::vector<Run> path;
  for (Run at = then; at != above; at = runs_.host_of_parent(at)) {
    if (at == no_index || at < above || path.size() >= max_depth) return std::nullopt;
    path.push_back(at);
  }
  Run by = above;
  std::optional<PhasePlace> place = from;
  for (auto run = path.rbegin(); run != path.rend() && place; by = *run++)
    place = step_down(*run, by, *place);
  return place;
}

// `first` runs in the next phase of its kind after `queued_by`, which does not come after `above`.
bool Order::phase_comes_first(Run first, Run queued_by, Run then, Run above) {
  const PhasePlace turn = 2 * phases_in_turn;
  PhasePlace from = place(queued_by);
  PhasePlace other = place(above);
  if (queued_by != above && from != before_the_loop) {
    if (other == before_the_loop) return false;
    other += turn;
    from = other - (other - from) % phases_in_turn;
  }
  const auto runs_at = step_down(first, queued_by, from);
  const auto other_at = earliest(then, above, other);
  return runs_at && other_at && *runs_at < *other_at;
}

bool Order::runs_in_next_phase(Run run) {
  const Queue in = runs_.queue(run);
  if (in != Queue::check && in != Queue::close && in != Queue::pending) return false;
  if (trace_[runs_.queued(run)].has(PackedEvent::repeat)) return false;
  const Run by = runs_.host_of_parent(run);
  if (by == no_index) return false;
  // There are two phases `pending`, and what is queued in the second runs in it.
  return in != Queue::pending || place(by) != place_of_phase(Phase::pending);
}

std::optional<Order::Link> Order::next_phase(Run first, Run then) {
  if (!runs_in_next_phase(first)) return std::nullopt;
  const Run by = runs_.host_of_parent(first);
  std::size_t looked_at = 0;
  for (Run above = then; above != no_index && above >= by; above = runs_.host_of_parent(above)) {
    if (++looked_at > max_ancestors) break;
    if (above != by && !forced(by, above)) continue;
    if (!phase_comes_first(first, by, then, above)) continue;
    if (place(by) != before_the_loop && loop_began_between(by, then)) return std::nullopt;
    const bool last = runs_.queue(then) != Queue::close && runs_.queue(first) == Queue::close;
    return Link{.rule = last ? Rule::close_phase : Rule::phase_order,
                .forced = true,
                .first = runs_.led_to(by, above) ? no_index : by,
                .then = runs_.led_to(by, above) ? no_index : above};
  }
  return std::nullopt;
}

std::vector<Run> Order::callbacks_above(Run then, Run first) {
  std::set<Run, std::greater<>> above;
  std::vector<Run> next{then};
  while (!next.empty()) {
    const Run at = next.back();
    next.pop_back();
    const Run wrote = runs_.wire(at).by;
    for (const Run by : {runs_.host_of_parent(at), wrote == no_index ? wrote : runs_.host(wrote)}) {
      if (by == no_index || by <= first || by >= at || !above.insert(by).second) continue;
      const auto known = links_.find(key(first, by));
      if (known == links_.end() || known->second.forced) next.push_back(by);
    }
    if (above.size() <= max_above) continue;
    gave_up_ = true;
    break;
  }
  return {above.begin(), above.end()};
}

// What led to it came after `first` already. The earliest of that first: that keeps the recursion
// flat, and what is above each later one is known when its turn comes.
std::optional<Order::Link> Order::by_ancestor(Run first, Run then) {
  const std::vector<Run> above = callbacks_above(then, first);
  work_ += above.size();
  for (auto at = above.rbegin(); at != above.rend(); ++at)
    if (forced(first, *at))
      return Link{.rule = Rule::next_turn, .forced = true, .first = first, .then = *at};
  return std::nullopt;
}

// --- races ---------------------------------------------------------------------------------------

// What two callbacks race for is decided where their causes part: there, or further down.
Order::Link Order::race(Run first, Run then) {
  const Run by = runs_.host_of_parent(first);
  const Run other_by = runs_.host_of_parent(then);
  const bool goes_up = by != no_index && other_by != no_index && by != other_by &&
                       !runs_.led_to(by, other_by) && !runs_.led_to(other_by, by);
  if (goes_up && by < other_by && !callbacks(by, other_by).forced)
    return {.rule = Rule::next_turn, .forced = false, .first = by, .then = other_by};
  const Queue in = runs_.queue(first);
  const Queue other = runs_.queue(then);
  Rule rule = Rule::timer_not_due_yet;
  if (in == Queue::timer && other == Queue::timer) rule = Rule::timer_due;
  if (is_ready_later(in) || is_ready_later(other)) rule = Rule::io_readiness;
  if (in == Queue::pool || other == Queue::pool) rule = Rule::pool_completion;
  return {.rule = rule, .forced = false};
}

}  // namespace loopscope

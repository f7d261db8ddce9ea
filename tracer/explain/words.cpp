#include "tracer/explain/words.hpp"

#include <fmt/format.h>

#include "tracer/explain/moment.hpp"
#include "tracer/explain/timers.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

std::string phase_name(Runs& runs, Run run) {
  const std::uint32_t phase = runs.phase(run);
  return phase == no_index ? "the main script" : std::string(name_of(runs.trace()[phase].phase()));
}

std::string due_text(Runs& runs, Run run) {
  const std::uint32_t queued = runs.queued(run);
  const double due_ms = static_cast<double>(runs.trace()[queued].value) / 1e6;
  return fmt::format("{:.0f} ms", due_ms);
}

bool is_timer(Runs& runs, Run run) {
  return runs.queued(run) != no_index && runs.queue(run) == Queue::timer;
}

bool accepts(Runs& runs, Run run) {
  const std::uint32_t event = runs.tcp_event(run);
  return event != no_index && runs.trace()[event].kind() == Event::tcp_accept;
}

// Of a callback: what it waits for.
std::string needs(Runs& runs, Run run) {
  const std::string who = label_of(runs, run);
  switch (runs.queue(run)) {
    case Queue::timer:
      return fmt::format("{} waits for the clock: it is due at {}", who, due_text(runs, run));
    case Queue::io:
      if (accepts(runs, run)) return fmt::format("{} waits for a client to connect", who);
      return fmt::format("{} waits for the kernel to report its descriptor as ready", who);
    case Queue::pool:
      return fmt::format("{} waits for a worker thread to finish its work", who);
    case Queue::check:
      return fmt::format("{} runs in the next check phase, whatever the clock says", who);
    case Queue::close:
      return fmt::format("{} runs in the next close phase", who);
    default:
      return fmt::format("{} waits for the {} phase", who, name_of(runs.queue(run)));
  }
}

std::string fifo_text(Runs& runs, const OrderStep& step, bool forced) {
  if (runs.trace()[step.first].id == runs.trace()[step.then].id)
    return "They are two runs of one task, and one run follows the other.";
  const std::string one = label_of(runs, step.first);
  const std::string other = label_of(runs, step.then);
  switch (runs.queue(step.first)) {
    case Queue::tick:
      return fmt::format(
          "Both are ticks. Ticks run in the order in which they were queued. {} was "
          "queued before {}.",
          one, other);
    case Queue::microtask:
      return fmt::format(
          "Both are microtasks. Microtasks run in the order in which they were "
          "queued. {} was queued before {}.",
          one, other);
    case Queue::check:
      return fmt::format(
          "Both are immediates. Immediates run in the order in which they were "
          "queued. {} was queued before {}{}.",
          one, other, forced ? "" : ", but that is not fixed");
    default:
      return fmt::format("Both waited in one queue. {} was queued before {}.", one, other);
  }
}

std::string phase_text(Runs& runs, const OrderStep& step) {
  const std::string one = label_of(runs, step.first);
  const std::string other = label_of(runs, step.then);
  if (runs.is_main(step.first)) return "The main script ends before the loop begins.";
  if (runs.is_exit(step.then)) return "exit comes when nothing else will run.";
  if (runs.is_before_exit(step.then))
    return "beforeExit comes when nothing is left that keeps the loop alive.";
  const Run by = runs.host_of_parent(step.first);
  const std::string from = by == no_index ? "there" : label_of(runs, by);
  return fmt::format(
      "{} was queued in {} ({}). It runs in the next {} phase. The loop reaches that "
      "before {} can run, which is {}.",
      one, from, by == no_index ? "?" : phase_name(runs, by), name_of(runs.queue(step.first)),
      other, kind_text(runs, step.then));
}

// What the one end of a connection did, and how the callback at the other end learnt of it.
std::string wire_text(Runs& runs, Run run) {
  const WireLink& link = runs.wire(run);
  const std::string by = label_of(runs, link.by);
  const std::string who = label_of(runs, run);
  switch (link.cause.how) {
    case WireCause::How::bytes:
      return fmt::format("{} wrote what {} read", by, who);
    case WireCause::How::connection:
      return fmt::format("{} began the connection that {} accepted", by, who);
    case WireCause::How::end:
      return fmt::format("{} ended the connection, and {} saw its end", by, who);
    default:
      return fmt::format("{} closed the connection, and {} saw that", by, who);
  }
}

std::string queued_later_text(Runs& runs, const OrderStep& step, bool forced) {
  const std::string one = label_of(runs, step.first);
  const std::string other = label_of(runs, step.then);
  const std::string by = label_of(runs, runs.parent(step.then));
  if (!forced)
    return fmt::format(
        "{} was queued by {} and {} by {}. Which of those two runs first is not fixed.", one,
        label_of(runs, runs.parent(step.first)), other, by);
  if (runs.queued(step.then) > step.first)
    return fmt::format("{} was not even queued when {} ran. {} queued it, and {} ran later.", other,
                       one, by, by);
  const Run sender = runs.wire(step.then).by;
  if (sender == no_index || sender <= step.first)
    return fmt::format("What led to {} came only after {}.", other, one);
  return fmt::format("{}. {} ran only after {}.", wire_text(runs, step.then),
                     label_of(runs, sender), one);
}

std::string causal_text(Runs& runs, const OrderStep& step) {
  constexpr std::size_t most_shown = 6;
  const std::vector<Run> way = runs.way_up(step.first, step.then);
  std::string text;
  for (std::size_t i = 0; i + 1 < way.size() && i < most_shown; ++i) {
    if (i > 0) text += ", ";
    text += runs.parent(way[i]) == way[i + 1]
                ? fmt::format("{} queued {}", label_of(runs, way[i + 1]), label_of(runs, way[i]))
                : wire_text(runs, way[i]);
  }
  const std::string one = label_of(runs, step.first);
  if (way.size() > most_shown + 1) text += fmt::format(", and so on up to {}", one);
  return text + fmt::format(". So {} cannot come before {}.", label_of(runs, step.then), one);
}

std::string timers_text(Runs& runs, const OrderStep& step, bool forced) {
  const std::string one = label_of(runs, step.first);
  const std::string other = label_of(runs, step.then);
  const std::int64_t delay = timer_facts(runs, runs.queued(step.first)).delay_ms;
  const std::int64_t others = timer_facts(runs, runs.queued(step.then)).delay_ms;
  if (step.rule == Rule::timer_list)
    return fmt::format(
        "Both timers have a delay of {} ms. Timers of one delay run in the order in "
        "which they were set. {} was set before {}.",
        delay, one, other);
  if (forced)
    return fmt::format(
        "{} was set before {}, and with a shorter delay ({} ms, not {} ms). So it is "
        "due first.",
        one, other, delay, others);
  return fmt::format("{} (delay {} ms) was due at {}, and {} (delay {} ms) at {}.", one, delay,
                     due_text(runs, step.first), other, others, due_text(runs, step.then));
}

std::string not_due_text(Runs& runs, const OrderStep& step) {
  return fmt::format("{}. {}. Neither waits for the other.", needs(runs, step.first),
                     needs(runs, step.then));
}

// About the order of what one callback's drain runs.
std::string drain_text(Rule rule, const std::string& one, const std::string& other) {
  switch (rule) {
    case Rule::tick_before_microtask:
      return fmt::format(
          "{} is a tick (process.nextTick) and {} is a microtask (a promise's "
          "reaction). When a callback has returned, all ticks run before the first "
          "microtask.",
          one, other);
    case Rule::tick_drain:
      return fmt::format(
          "A tick queued the tick {}. The tick queue is emptied, new entries "
          "included, before the microtask {}.",
          one, other);
    case Rule::microtask_drain:
      return fmt::format(
          "{} is a microtask. {} is a tick that was queued while microtasks ran. The "
          "microtask queue is emptied, new entries included, before the next tick.",
          one, other);
    default:
      return fmt::format(
          "The body of an ES module runs as a microtask. So the microtask {} runs "
          "before the tick {}: the microtask queue is emptied first.",
          one, other);
  }
}

std::string sync_text(const OrderStep& step, const std::string& one, const std::string& other) {
  if (step.first != step.then) return fmt::format("{} was called inside of {}.", other, one);
  return fmt::format(
      "Both happened in one call of {}. Code in a callback runs to its end, line by line.", one);
}

std::string close_text(Runs& runs, const OrderStep& step) {
  if (runs.queue(step.then) != Queue::close) return phase_text(runs, step);
  return fmt::format(
      "Both are close callbacks of one phase. The latest closed comes first: {} was closed after "
      "{}.",
      label_of(runs, step.first), label_of(runs, step.then));
}

}  // namespace

std::string kind_text(Runs& runs, Run run) {
  switch (runs.queue(run)) {
    case Queue::timer:
      return "a timer";
    case Queue::check:
      return "an immediate";
    case Queue::tick:
      return "a tick";
    case Queue::microtask:
      return "a microtask";
    case Queue::io:
      return "an I/O callback";
    case Queue::pool:
      return "the end of work on a thread";
    case Queue::close:
      return "a close callback";
    case Queue::main:
      return runs.is_main(run) ? "the main script" : "called by the runtime";
    default:
      return fmt::format("a callback of the {} phase", name_of(runs.queue(run)));
  }
}

std::string step_text(Runs& runs, const OrderStep& step, bool forced) {
  const std::string one = label_of(runs, step.first);
  const std::string other = label_of(runs, step.then);
  switch (step.rule) {
    case Rule::sync:
      return sync_text(step, one, other);
    case Rule::causal:
      return causal_text(runs, step);
    case Rule::tick_before_microtask:
    case Rule::tick_drain:
    case Rule::microtask_drain:
    case Rule::esm_main_is_microtask:
      return drain_text(step.rule, one, other);
    case Rule::drain_before_next_callback:
      return fmt::format(
          "{} belongs to the callback {} and {} to the callback {}. What a callback "
          "queued as ticks and microtasks runs before the next callback.",
          one, label_of(runs, runs.host(step.first)), other, label_of(runs, runs.host(step.then)));
    case Rule::fifo:
      return fifo_text(runs, step, forced);
    case Rule::phase_order:
      return phase_text(runs, step);
    case Rule::close_phase:
      return close_text(runs, step);
    case Rule::next_turn:
      return queued_later_text(runs, step, forced);
    case Rule::timer_due:
    case Rule::timer_list:
      return timers_text(runs, step, forced);
    case Rule::timer_not_due_yet:
    case Rule::io_readiness:
    case Rule::pool_completion:
      return not_due_text(runs, step);
  }
  return {};
}

std::string because_text(Runs& runs, const OrderStep& step, bool forced) {
  switch (step.rule) {
    case Rule::sync:
      return "it came first in the same call";
    case Rule::causal:
      return "the one led to the other";
    case Rule::tick_before_microtask:
      return "ticks run before microtasks";
    case Rule::tick_drain:
      return "all ticks run before the first microtask, also those that ticks queue";
    case Rule::microtask_drain:
      return "all microtasks run before the next tick, also those that microtasks queue";
    case Rule::esm_main_is_microtask:
      return "an ES module's body runs as a microtask, and microtasks are finished before ticks";
    case Rule::drain_before_next_callback:
      return fmt::format("it belongs to the callback {}, which came before {}",
                         label_of(runs, runs.host(step.first)),
                         label_of(runs, runs.host(step.then)));
    case Rule::fifo:
      return "it was queued first in the same queue";
    case Rule::phase_order:
    case Rule::close_phase:
      return "the loop reaches its phase first";
    case Rule::next_turn:
      return forced ? "the other one was queued only later"
                    : "the callback that queued it happened to come first";
    case Rule::timer_list:
      return "both timers have the same delay and it was set first";
    case Rule::timer_due:
      return forced ? "its timer is always due first" : "its timer was due first this time";
    case Rule::timer_not_due_yet:
      return is_timer(runs, step.then) ? "the other timer was not due yet"
                                       : "its timer was due in time";
    case Rule::io_readiness:
      return "the kernel reported it first this time";
    case Rule::pool_completion:
      return "of when a worker thread was done";
  }
  return {};
}

std::string flip_text(Runs& runs, const OrderStep& race) {
  const std::string one = label_of(runs, race.first);
  const std::string other = label_of(runs, race.then);
  const Queue in = runs.queue(race.then);
  if (in == Queue::timer && is_timer(runs, race.first))
    return fmt::format(
        "Had the code between the two calls taken another time, or had the loop come "
        "late to its timers, {} could have run before {}.",
        other, one);
  if (in == Queue::timer)
    return fmt::format(
        "Had {} been due when the loop looked at its timers before {} ({}), it would "
        "have run first. A slower start of the program is enough.",
        other, moment_text(runs.trace()[race.first].t_ns), one);
  if (is_timer(runs, race.first))
    return fmt::format(
        "Had {} not been due yet when the loop looked at its timers, {} would have run "
        "first. A faster program or a coarser clock is enough.",
        one, other);
  if (accepts(runs, race.then))
    return fmt::format("Had the client of {} connected earlier, it would have run first.", other);
  if (in == Queue::io)
    return fmt::format("Had the kernel reported {} earlier, it would have run first.", other);
  if (in == Queue::pool)
    return fmt::format("Had the worker thread finished {} earlier, it would have run first.",
                       other);
  return fmt::format("Had {} taken longer, {} would have run first.", one, other);
}

}  // namespace loopscope

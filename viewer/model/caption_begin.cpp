// The rule by which it was a task's turn (docs/semantics.md).
#include <algorithm>

#include "tracer/model/queue_content.hpp"
#include "viewer/model/caption_parts.hpp"
#include "viewer/model/words.hpp"

namespace loopscope::viewer {
namespace {

// A caption is made in each frame.
constexpr std::uint32_t max_back = 4096;

/// What the thread did just before.
struct Before {
  std::uint32_t caller = no_index;    // the task.begin of what is running
  std::uint32_t returned = no_index;  // the task.begin of what returned last, in the same drain
};

bool is_loops_own(Event kind) {
  return kind == Event::turn || kind == Event::start || kind == Event::stop ||
         kind == Event::phase_begin || kind == Event::phase_end;
}

Before before(const Trace& trace, std::uint32_t begin) {
  const std::uint32_t lowest = begin - std::min(begin, max_back);
  for (std::uint32_t i = begin; i-- > lowest;) {
    if (trace[i].lane != trace[begin].lane) continue;
    const Event kind = trace[i].kind();
    if (kind == Event::task_begin) return {.caller = i};
    if (kind == Event::task_end) return {.returned = trace.back(i)};
    if (is_loops_own(kind)) return {};
  }
  return {};
}

Queue queue_of(const Trace& trace, std::uint32_t begin) {
  const std::uint32_t queued = trace.back(begin);
  return queued == no_index ? Queue::main : trace[queued].queue();
}

std::string tick_now(const Trace& trace, const Before& before) {
  if (before.returned == no_index) return "ticks and microtasks run before the loop goes on";
  switch (queue_of(trace, before.returned)) {
    case Queue::tick:
      return "the tick queue is emptied before anything else runs";
    case Queue::microtask:
      return "the microtasks are drained, so the ticks that were queued meanwhile run";
    default:
      return "after every callback the tick queue is emptied first";
  }
}

std::string microtask_now(const Trace& trace, const Before& before) {
  if (before.returned == no_index) return "ticks and microtasks run before the loop goes on";
  return queue_of(trace, before.returned) == Queue::microtask
             ? "microtasks run until none is left, also those that they queue themselves"
             : "the tick queue is empty, so the microtasks are drained";
}

std::string outside_of_the_loop(std::string_view name) {
  if (name == "main") return "the main script runs before the loop";
  if (name == "beforeExit")
    return "nothing keeps the loop alive, and this may still queue something";
  if (name == "exit") return "the program ends; the loop will not run again";
  return "the runtime calls it";
}

std::string of_the_loop(const Trace& trace, const PackedEvent& queued) {
  switch (queued.queue()) {
    case Queue::timer:
      return "it is due, and this is the timers phase";
    case Queue::pending:
      return "it was put off to the pending phase";
    case Queue::idle:
      return "idle handles run in every turn, before poll";
    case Queue::prepare:
      return "prepare handles run in every turn, just before poll";
    case Queue::io:
      return "poll found it ready";
    case Queue::check:
      return queued.has(PackedEvent::repeat) ? "check handles run in every turn, after poll"
                                             : "immediates run after poll, in the check phase";
    case Queue::close:
      return "close callbacks run in the close phase, behind check";
    case Queue::pool:
      return "its work is done, and poll delivers that";
    default:
      return outside_of_the_loop(trace.name(queued));
  }
}

}  // namespace

std::string why_now(const Trace& trace, std::uint32_t begin) {
  const PackedEvent& queued = trace[trace.back(begin)];
  const Before was = before(trace, begin);
  const bool drained = queued.queue() == Queue::tick || queued.queue() == Queue::microtask;
  if (was.caller != no_index)
    return box_label(trace, was.caller) +
           (drained ? " let the queue drain inside of itself" : " calls it");
  if (queued.queue() == Queue::tick) return tick_now(trace, was);
  return drained ? microtask_now(trace, was) : of_the_loop(trace, queued);
}

}  // namespace loopscope::viewer

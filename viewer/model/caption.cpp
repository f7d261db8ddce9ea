// One sentence for a step: what happened, and the rule that made it happen now.
#include <fmt/format.h>

#include <algorithm>

#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/time_text.hpp"
#include "viewer/model/words.hpp"

namespace loopscope::viewer {
namespace {

std::string why_now(Queue queue) {
  switch (queue) {
    case Queue::timer:
      return "it is due, and this is the timers phase";
    case Queue::pending:
      return "it was put off to this turn's pending phase";
    case Queue::idle:
      return "idle handles run in every turn";
    case Queue::prepare:
      return "prepare handles run before poll";
    case Queue::io:
      return "the kernel reported its descriptor ready";
    case Queue::check:
      return "immediates run after poll, in the check phase";
    case Queue::close:
      return "close callbacks come last in a turn";
    case Queue::tick:
      return "after every callback the tick queue is emptied first";
    case Queue::microtask:
      return "the tick queue is empty, so microtasks are drained";
    case Queue::pool:
      return "its work is done, and poll delivers that";
    case Queue::main:
      return "the main script runs before the loop";
  }
  return {};
}

std::string begun(const Trace& trace, std::uint32_t index) {
  const std::uint32_t queued = trace.back(index);
  const std::string what = box_label(trace, index);
  if (queued == no_index) return fmt::format("{} is called.", what);
  const PackedEvent& from = trace[queued];
  return fmt::format("{} is called: {}. It waited {}.", what, why_now(from.queue()),
                     duration_text(trace[index].t_ns - from.t_ns));
}

std::string queued(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  std::string sentence =
      fmt::format("{} joins the {} queue", box_label(trace, index), name_of(event.queue()));
  if (event.by != 0) sentence += fmt::format(", queued by #{}", trace.number(event.by));
  const std::string place = place_of(trace, event);
  if (!place.empty()) sentence += fmt::format(" at {}", place);
  if (event.queue() == Queue::timer && event.value != TraceEvent::no_time)
    sentence += fmt::format("; due in {}",
                            duration_text(std::max<std::int64_t>(event.value - event.t_ns, 0)));
  return sentence + ".";
}

std::string waiting(const PackedEvent& event) {
  const auto why = name_of(event.as<PollReason>());
  if (event.value == TraceEvent::no_time)
    return fmt::format("poll waits until something is ready ({}).", why);
  if (event.value == 0) return fmt::format("poll looks, but does not wait ({}).", why);
  return fmt::format("poll waits up to {} ({}).", duration_text(event.value), why);
}

}  // namespace

std::string caption(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  const std::uint32_t back = trace.back(index);
  switch (event.kind()) {
    case Event::task_begin:
      return begun(trace, index);
    case Event::task_queue:
      return queued(trace, index);
    case Event::task_end:
      if (back == no_index) break;
      return fmt::format("{} returned after {}{}.", box_label(trace, back),
                         duration_text(event.t_ns - trace[back].t_ns),
                         event.has(PackedEvent::error) ? " with an error" : "");
    case Event::task_cancel:
      return fmt::format(
          "{} is cancelled: it leaves its queue without running.",
          back == no_index ? fmt::format("#{}", trace.number(event.id)) : box_label(trace, back));
    case Event::turn:
      return fmt::format("Turn {} of the loop begins.", trace.number(event.more));
    case Event::phase_begin:
      return fmt::format("The {} phase begins.", name_of(event.phase()));
    case Event::phase_end:
      return fmt::format("The {} phase is over.", name_of(event.phase()));
    case Event::poll_wait:
      return waiting(event);
    case Event::poll_wake:
      return fmt::format("poll wakes up: {} ready.", event.value);
    case Event::log:
      return fmt::format("The program prints: {}", box_label(trace, index));
    case Event::start:
      return "run() begins.";
    case Event::stop:
      return event.as<AliveReason>() == AliveReason::none
                 ? "run() returns: nothing keeps the loop alive."
                 : fmt::format("run() returns: it was stopped, though #{} keeps the loop alive.",
                               trace.number(event.id));
    case Event::end:
      return fmt::format("The recording ends; exit code {}.", event.value);
    default:
      break;
  }
  return event_line(trace, index) + ".";
}

}  // namespace loopscope::viewer

// Captions of the loop itself: turns, phases, poll, begin and end of run().
#include <fmt/format.h>

#include "tracer/format/names.hpp"
#include "tracer/model/poll_reason_text.hpp"
#include "tracer/model/time_text.hpp"
#include "viewer/model/caption_parts.hpp"
#include "viewer/model/words.hpp"

namespace loopscope::viewer {
namespace {

/// "1 timer waits", "2 timers wait".
std::string that_wait(std::int64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? " waits" : "s wait");
}

std::string phase(const PackedEvent& event) {
  const std::int64_t count = event.value;
  if (event.phase() == Phase::poll) return "now the kernel is asked what is ready";
  if (count <= 0) return "nothing waits for it";
  switch (event.phase()) {
    case Phase::timers:
      return that_wait(count, "timer") + "; those that are due are called, the earliest first";
    case Phase::pending:
      return that_wait(count, "put-off callback");
    case Phase::idle:
    case Phase::prepare:
      return "its handles are called, as in every turn";
    case Phase::check:
      return that_wait(count, "callback") + "; what they queue for it is for the next turn";
    default:
      return that_wait(count, "close callback");
  }
}

std::string turn(const Trace& trace, const PackedEvent& event) {
  const auto number = trace.number(event.more);
  if (event.value == TraceEvent::no_time) return fmt::format("Turn {} of the loop begins.", number);
  return fmt::format("Turn {} of the loop begins; its clock, by which timers are due, says {}.",
                     number, time_label(event.value, 1000));
}

std::string wait(const Trace& trace, const PackedEvent& event) {
  const auto reason = event.as<PollReason>();
  if (event.value == 0)
    return fmt::format("poll looks, but does not wait: {}.", reason_text(reason));
  if (event.value == TraceEvent::no_time)
    return fmt::format("poll waits until something is ready: {}.", reason_text(reason));
  const std::string timer = trace.number(event.id) == 0
                                ? std::string("an internal timer")
                                : fmt::format("timer #{}", trace.number(event.id));
  return fmt::format("poll waits for what gets ready, but no longer than {}: then {} is due.",
                     duration_text(event.value), timer);
}

std::string wake(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  const std::uint32_t from = trace.back(index);
  if (event.value > 0)
    return fmt::format("poll wakes up: {} ready, served one after the other.",
                       event.value == 1 ? "1 is" : fmt::format("{} are", event.value));
  if (from == no_index || trace[from].value == 0) return "poll goes on: nothing is ready.";
  const std::int64_t took = event.t_ns - trace[from].t_ns;
  return fmt::format("poll wakes up after {}: nothing is ready{}.", duration_text(took),
                     trace[from].value != TraceEvent::no_time && took >= trace[from].value
                         ? ", but its time is up"
                         : "");
}

std::string what_keeps(const Trace& trace, const PackedEvent& event) {
  const auto id = trace.number(event.id);
  switch (event.as<AliveReason>()) {
    case AliveReason::none:
      return "nothing keeps";
    case AliveReason::handle:
      return id == 0 ? "a handle keeps" : fmt::format("handle #{} keeps", id);
    case AliveReason::request:
      return id == 0 ? "a request keeps" : fmt::format("#{}, which waits, keeps", id);
    case AliveReason::pending:
      return "a callback that was put off keeps";
    default:
      return "a handle that closes keeps";
  }
}

}  // namespace

std::string caption_of_loop(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  switch (event.kind()) {
    case Event::turn:
      return turn(trace, event);
    case Event::phase_begin:
      return fmt::format("The {} phase begins: {}.", name_of(event.phase()), phase(event));
    case Event::phase_end:
      return fmt::format("The {} phase is over.", name_of(event.phase()));
    case Event::poll_wait:
      return wait(trace, event);
    case Event::poll_wake:
      return wake(trace, index);
    case Event::poll_ready:
      return fmt::format("#{} is ready to {}; its callback comes in this order.",
                         trace.number(event.id), name_of(event.as<Direction>()));
    case Event::start:
      return fmt::format("run() begins: {} the loop alive.", what_keeps(trace, event));
    case Event::stop:
      return event.as<AliveReason>() == AliveReason::none
                 ? "run() returns: nothing keeps the loop alive."
                 : fmt::format("run() returns, though {} the loop alive.",
                               what_keeps(trace, event));
    case Event::end:
      return fmt::format("The recording ends; exit code {}.", event.value);
    default:
      return {};
  }
}

}  // namespace loopscope::viewer

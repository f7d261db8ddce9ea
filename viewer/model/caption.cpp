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

std::string tcp(const Trace& trace, const PackedEvent& event) {
  const std::uint64_t id = trace.number(event.id);
  const Details* details = trace.details(event);
  const std::string_view local =
      details == nullptr ? std::string_view() : std::string_view(details->texts, details->sizes[0]);
  const std::string_view peer =
      details == nullptr ? std::string_view()
                         : std::string_view(details->texts + details->sizes[0], details->sizes[1]);
  switch (event.kind()) {
    case Event::tcp_listen:
      return fmt::format("Server #{} listens on {}.", id, local);
    case Event::tcp_accept:
      return fmt::format("A connection from {} is accepted as #{}.", peer, id);
    case Event::tcp_connect:
      return fmt::format("#{} begins to connect to {}.", id, peer);
    case Event::tcp_connected:
      return fmt::format("#{} is connected to {}.", id, peer);
    case Event::tcp_read:
      return fmt::format("#{} reads {} bytes.", id, event.value);
    case Event::tcp_write:
      return fmt::format("The kernel takes {} bytes from #{}; {} wait here.", event.value, id,
                         trace.number(event.more));
    case Event::tcp_again:
      return fmt::format("#{} has nothing more for now (EAGAIN): poll will tell when.", id);
    case Event::tcp_drain:
      return fmt::format("All that #{} had to write is written: it may go on.", id);
    case Event::tcp_shutdown:
      return fmt::format("#{} closes its half of the connection.", id);
    case Event::tcp_eof:
      return fmt::format("The peer of #{} has closed its half.", id);
    case Event::tcp_close:
      return fmt::format("The descriptor of #{} is closed.", id);
    default:
      return fmt::format("#{}: {} failed with {}.", id, local, peer);
  }
}

std::string handle(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  const std::uint64_t id = trace.number(event.id);
  switch (event.kind()) {
    case Event::handle_open:
      return fmt::format("The {} handle {}#{} is made.", name_of(event.as<HandleKind>()),
                         trace.name(event), id);
    case Event::handle_start:
      return fmt::format("Handle #{} becomes active: it keeps the loop alive.", id);
    case Event::handle_stop:
      return fmt::format("Handle #{} is active no longer.", id);
    case Event::handle_ref:
      return fmt::format("Handle #{} keeps the loop alive again.", id);
    case Event::handle_unref:
      return fmt::format("Handle #{} does not keep the loop alive any more.", id);
    default:
      return fmt::format("Handle #{} closes; its close callback comes last in a turn.", id);
  }
}

/// "" for the events of no task, and for an end without its begin.
std::string task(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  const std::uint32_t back = trace.back(index);
  switch (event.kind()) {
    case Event::task_begin:
      return begun(trace, index);
    case Event::task_queue:
      return queued(trace, index);
    case Event::task_end:
      if (back == no_index) return "";
      return fmt::format("{} returned after {}{}.", box_label(trace, back),
                         duration_text(event.t_ns - trace[back].t_ns),
                         event.has(PackedEvent::error) ? " with an error" : "");
    case Event::task_cancel:
      return fmt::format(
          "{} is cancelled: it leaves its queue without running.",
          back == no_index ? fmt::format("#{}", trace.number(event.id)) : box_label(trace, back));
    default:
      return "";
  }
}

/// "" for what is no step of the loop.
std::string loop_step(const Trace& trace, const PackedEvent& event) {
  switch (event.kind()) {
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
      return "";
  }
}

}  // namespace

std::string caption(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  if (std::string said = task(trace, index); !said.empty()) return said;
  if (std::string said = loop_step(trace, event); !said.empty()) return said;
  if (event.kind() == Event::log)
    return fmt::format("The program prints: {}", box_label(trace, index));
  if (event.kind() >= Event::tcp_listen && event.kind() <= Event::tcp_error)
    return tcp(trace, event);
  if (event.kind() >= Event::handle_open && event.kind() <= Event::handle_close)
    return handle(trace, index);
  return event_line(trace, index) + ".";
}

}  // namespace loopscope::viewer

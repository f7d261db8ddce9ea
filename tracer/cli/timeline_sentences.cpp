// Events of the timeline that have no length, and poll's wait, each as a sentence.
#include <fmt/format.h>

#include "tracer/cli/terminal.hpp"
#include "tracer/cli/timeline_text.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/poll_reason_text.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

std::string bytes(std::int64_t count) {
  return bytes_text(count < 0 ? 0 : static_cast<std::uint64_t>(count));
}

std::string alive_text(const TimelineItem& item) {
  switch (item.alive) {
    case AliveReason::none:
      return "nothing keeps the loop alive";
    case AliveReason::handle:
      return item.id == 0 ? "an active handle keeps the loop alive"
                          : label(item.name, item.id) + " keeps the loop alive";
    case AliveReason::request:
      return item.id == 0 ? "a request keeps the loop alive"
                          : "request " + label(item.name, item.id) + " keeps the loop alive";
    case AliveReason::pending:
      return "a pending callback keeps the loop alive";
    case AliveReason::closing:
      return "a closing handle keeps the loop alive";
  }
  return {};
}

std::string handle_sentence(const TimelineItem& item) {
  const std::string who = label(item.name, item.id);
  switch (item.event) {
    case Event::handle_open:
      return fmt::format("{} {} opens", name_of(item.handle), who);
    case Event::handle_start:
      return who + " becomes active";
    case Event::handle_stop:
      return who + " stops";
    case Event::handle_ref:
      return who + " keeps the loop alive again (ref)";
    case Event::handle_unref:
      return who + " no longer keeps the loop alive (unref)";
    case Event::handle_close:
      return who + " is closing";
    case Event::async_send:
      return who + " is woken (async send)";
    default:
      return fmt::format("{} is ready to {}", who, name_of(item.direction));
  }
}

// A recording need not know it.
std::string address(std::string_view text) {
  return text.empty() ? "an unknown address" : printable(text);
}

std::string tcp_opening(const TimelineItem& item) {
  switch (item.event) {
    case Event::tcp_listen:
      return fmt::format("listens on {} (backlog {})", address(item.local), item.n);
    case Event::tcp_accept:
      return fmt::format("accepted by {} from {}", label(item.other_name, item.other),
                         address(item.peer));
    case Event::tcp_connect:
      return fmt::format("connects to {}", address(item.peer));
    default:
      return fmt::format("connected to {} from {}", address(item.peer), address(item.local));
  }
}

std::string tcp_talk(const TimelineItem& item) {
  switch (item.event) {
    case Event::tcp_read:
      return "reads " + bytes(item.n);
    case Event::tcp_write:
      return "writes " + bytes(item.n) +
             (item.still_queued > 0 ? ", " + bytes(item.still_queued) + " still queued" : "");
    case Event::tcp_again:
      return fmt::format("EAGAIN: cannot {} more now", name_of(item.direction));
    case Event::tcp_drain:
      return "drained: its write queue is empty again";
    case Event::tcp_shutdown:
      return "shuts down: nothing more to write";
    case Event::tcp_eof:
      return "end of stream: the peer writes no more";
    case Event::tcp_close:
      return "closed";
    case Event::tcp_error:
      return fmt::format("{} failed: {}", printable(item.op), printable(item.error));
    default:
      return tcp_opening(item);
  }
}

std::string task_sentence(const TimelineItem& item) {
  const bool unnamed = item.name == name_of(item.queue);
  const std::string who = label(unnamed ? std::string_view() : item.name, item.id);
  switch (item.event) {
    case Event::task_queue:
      return fmt::format("+ {:<9} {}", name_of(item.queue), who);
    case Event::task_cancel:
      return fmt::format("{} {} {}", name_of(item.queue), who,
                         item.repeat ? "is stopped" : "is cancelled");
    case Event::task_ref:
      return who + " keeps the loop alive again (ref)";
    default:
      return who + " no longer keeps the loop alive (unref)";
  }
}

}  // namespace

std::string wait_sentence(const TimelineItem& item) {
  std::string text;
  if (item.due_ns == 0)
    text = fmt::format("does not wait: {}", reason_text(item.why));
  else if (item.why == PollReason::timer && item.due_ns != TimelineItem::unknown)
    text = fmt::format(
        "waits up to {} for {}", duration_text(item.due_ns),
        item.id == 0 ? "an internal timer" : "timer " + label(item.other_name, item.id));
  else
    text = fmt::format("waits for I/O: {}", reason_text(item.why));
  if (item.n > 0) text += fmt::format("; {} ready", item.n);
  return text;
}

std::string event_sentence(const TimelineItem& item) {
  switch (item.event) {
    case Event::start:
      return "run() begins: " + alive_text(item);
    case Event::stop:
      return "run() returns: " + alive_text(item);
    case Event::end:
      return fmt::format("exit code {}", item.n);
    case Event::mark:
      return fmt::format("mark {} = {}", printable(item.name), item.n);
    case Event::counter:
      return fmt::format("counter {} = {}", printable(item.name), item.n);
    case Event::drop:
      return fmt::format("{} records were lost here", item.n);
    case Event::task_queue:
    case Event::task_cancel:
    case Event::task_ref:
    case Event::task_unref:
      return task_sentence(item);
    case Event::poll_ready:
    case Event::async_send:
      return handle_sentence(item);
    default:
      break;
  }
  if (item.event >= Event::tcp_listen && item.event <= Event::tcp_error)
    return label(item.name, item.id) + " " + tcp_talk(item);
  return handle_sentence(item);
}

}  // namespace loopscope

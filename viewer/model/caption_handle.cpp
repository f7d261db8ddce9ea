// Captions of handles and TCP connections.
#include <fmt/format.h>

#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "viewer/model/caption_parts.hpp"
#include "viewer/model/words.hpp"

namespace loopscope::viewer {
namespace {

struct TwoTexts {
  std::string_view first;
  std::string_view second;
};
TwoTexts texts_of(const Details* details) {
  if (details == nullptr) return {};
  return {{details->texts, details->sizes[0]},
          {details->texts + details->sizes[0], details->sizes[1]}};
}
/// " from 127.0.0.1:9999"; "" where the kernel could not be asked.
std::string with(std::string_view word, std::string_view address) {
  return address.empty() ? std::string() : fmt::format(" {} {}", word, address);
}

std::string opened(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  std::string sentence = fmt::format("The {} handle {} is opened", name_of(event.as<HandleKind>()),
                                     box_label(trace, index));
  if (event.by != 0) sentence += fmt::format(" by #{}", trace.number(event.by));
  const std::string place = place_of(trace, event);
  if (!place.empty()) sentence += fmt::format(" at {}", place);
  return sentence + "; it keeps the loop alive from when it is active.";
}

std::string accepted(const Trace& trace, const PackedEvent& event) {
  const Details* details = trace.details(event);
  const std::uint64_t server = details == nullptr ? 0 : details->other;
  return fmt::format("{} accepts a connection{} as #{}.",
                     server == 0 ? std::string("A server") : fmt::format("Server #{}", server),
                     with("from", texts_of(details).second), trace.number(event.id));
}

std::string again(const Trace& trace, const PackedEvent& event) {
  const bool reads = event.as<Direction>() == Direction::read;
  return fmt::format(
      "#{} gets EAGAIN: {}; poll tells when there is.", trace.number(event.id),
      reads ? "there is nothing more to read for now" : "the kernel has no room for more for now");
}

}  // namespace

std::string caption_of_handle(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  const auto id = trace.number(event.id);
  switch (event.kind()) {
    case Event::handle_open:
      return opened(trace, index);
    case Event::handle_start:
      return fmt::format(
          "Handle #{} becomes active: unless it is unref'd, it keeps the loop alive.", id);
    case Event::handle_stop:
      return fmt::format("Handle #{} is active no longer: it does not keep the loop alive.", id);
    case Event::handle_ref:
      return fmt::format("Handle #{} is ref'd: while it is active, it keeps the loop alive.", id);
    case Event::handle_unref:
      return fmt::format("Handle #{} is unref'd: it does not keep the loop alive any more.", id);
    case Event::handle_close:
      return fmt::format("Handle #{} closes; its close callback comes in the close phase.", id);
    case Event::async_send:
      return fmt::format("Async handle #{} is sent a wake-up: poll will call it.", id);
    default:
      return {};
  }
}

std::string caption_of_tcp(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  const auto id = trace.number(event.id);
  const TwoTexts texts = texts_of(trace.details(event));
  switch (event.kind()) {
    case Event::tcp_listen:
      return fmt::format("Server #{} listens{}.", id, with("on", texts.first));
    case Event::tcp_accept:
      return accepted(trace, event);
    case Event::tcp_connect:
      return fmt::format("#{} begins to connect{}; poll tells when it is.", id,
                         with("to", texts.second));
    case Event::tcp_connected:
      return fmt::format("#{} is connected{}.", id, with("to", texts.second));
    case Event::tcp_read:
      return fmt::format("#{} reads {} B.", id, grouped(static_cast<std::uint64_t>(event.value)));
    case Event::tcp_write:
      return fmt::format("The kernel takes {} B from #{}; {} B wait here.",
                         grouped(static_cast<std::uint64_t>(event.value)), id,
                         grouped(trace.number(event.more)));
    case Event::tcp_again:
      return again(trace, event);
    case Event::tcp_drain:
      return fmt::format("All that #{} had to write is with the kernel: it may write on.", id);
    case Event::tcp_shutdown:
      return fmt::format("#{} closes its half of the connection.", id);
    case Event::tcp_eof:
      return fmt::format("The peer of #{} has closed its half of the connection.", id);
    case Event::tcp_close:
      return fmt::format("The descriptor of #{} is closed.", id);
    case Event::tcp_error:
      return fmt::format("#{}: {} failed with {}.", id, texts.first, texts.second);
    default:
      return {};
  }
}

}  // namespace loopscope::viewer

#include "viewer/model/tint.hpp"

namespace loopscope::viewer {
namespace {

Tint tint_of_tcp(Event event) noexcept {
  switch (event) {
    case Event::tcp_error:
      return Tint::warning;
    case Event::tcp_read:
      return tint_of(Queue::io);
    case Event::tcp_write:
      return tint_of(Queue::check);
    case Event::tcp_close:
      return tint_of(Queue::close);
    case Event::tcp_connect:
    case Event::tcp_again:
      return Tint::waiting;
    default:
      return Tint::connection;
  }
}

}  // namespace

Tint tint_of(const Trace& trace, std::uint32_t begin) {
  const PackedEvent& event = trace[begin];
  const Event kind = event.kind();
  if (kind >= Event::tcp_listen && kind <= Event::tcp_error) return tint_of_tcp(kind);
  switch (kind) {
    case Event::phase_begin:
      return tint_of(queue_of(event.phase()));
    case Event::task_begin:
    case Event::pool_begin:
      return trace.back(begin) == no_index ? Tint::neutral
                                           : tint_of(trace[trace.back(begin)].queue());
    case Event::task_queue:
      return tint_of(event.queue());
    case Event::log:
      return event.as<Stream>() == Stream::err ? Tint::warning : Tint::text;
    case Event::mark:
    case Event::counter:
      return Tint::accent;
    default:
      return Tint::neutral;
  }
}

Colour colour_of(Tint tint, const Palette& palette) {
  constexpr double connection_share = 0.3;
  constexpr double waiting_share = 0.55;
  switch (tint) {
    case Tint::neutral:
      return palette.neutral;
    case Tint::text:
      return palette.text;
    case Tint::accent:
      return palette.accent;
    case Tint::warning:
      return palette.warning;
    case Tint::connection:
      return mix(palette.of(Queue::io), palette.panel, connection_share);
    case Tint::waiting:
      return mix(palette.of(Queue::io), palette.panel, waiting_share);
    default:
      return palette.queues[static_cast<unsigned>(tint) - static_cast<unsigned>(Tint::queue)];
  }
}

TintColours::TintColours(const Palette& palette) {
  for (std::size_t i = 0; i < tint_count; ++i) {
    box[i] = colour_of(static_cast<Tint>(i), palette);
    text[i] = text_on(box[i]);
  }
}

}  // namespace loopscope::viewer

// A packed event as the event that a reader delivered.
#include "tracer/model/packed_block.hpp"

namespace loopscope {
namespace {

void put_word(const PackedEvent& from, TraceEvent& to) {
  switch (to.event) {
    case Event::task_queue:
      to.queue = from.queue();
      return;
    case Event::phase_begin:
    case Event::phase_end:
      to.phase = from.phase();
      return;
    case Event::poll_wait:
      to.why = from.as<PollReason>();
      return;
    case Event::start:
    case Event::stop:
      to.alive = from.as<AliveReason>();
      return;
    case Event::handle_open:
      to.kind = from.as<HandleKind>();
      return;
    case Event::poll_ready:
    case Event::tcp_again:
      to.direction = from.as<Direction>();
      return;
    case Event::boot_begin:
    case Event::boot_end:
      to.layer = from.as<Layer>();
      return;
    case Event::log:
      to.stream = from.as<Stream>();
      return;
    default:
      return;
  }
}

void put_details(const Details& from, TraceEvent& to) {
  to.other = from.other;
  const std::string_view first(from.texts, from.sizes[0]);
  const std::string_view second(from.texts + from.sizes[0], from.sizes[1]);
  switch (to.event) {
    case Event::tcp_error:
    case Event::task_end:
      to.op = first;
      to.error = second;
      return;
    case Event::end:
      to.events = static_cast<std::uint64_t>(from.a);
      to.dropped = static_cast<std::uint64_t>(from.b);
      return;
    case Event::drop:
      to.to_ns = from.a;
      to.n = from.b;
      return;
    case Event::log:
      to.text = first;
      return;
    case Event::unknown:
      to.unknown_name = first;
      return;
    default:
      to.local = first;
      to.peer = second;
  }
}

void put_value(const PackedEvent& from, TraceEvent& to) {
  switch (to.event) {
    case Event::task_queue:
    case Event::poll_wait:
    case Event::drop:
      to.when_ns = from.value;
      return;
    case Event::turn:
      to.when_ns = from.value;
      to.n = from.more;
      return;
    case Event::tcp_write:
      to.queued = from.more;
      [[fallthrough]];
    default:
      to.n = from.value;
  }
}

}  // namespace

TraceEvent unpack(const PackedEvent& from, const UnpackTables& tables) {
  TraceEvent to;
  to.t_ns = from.t_ns;
  to.event = from.kind();
  to.process = tables.lane.process;
  to.thread = tables.lane.thread;
  to.id = from.id;
  to.by = from.by;
  if (tables.label != nullptr) {
    to.name = tables.label->name;
    to.at = tables.label->at;
    to.fn = tables.label->fn;
    if (tables.label->delay_ms != Label::no_delay) to.delay_ms = tables.label->delay_ms;
  }
  if (to.event == Event::start) {
    to.mode = static_cast<RunMode>(from.flags & 3U);
  } else {
    to.repeat = from.has(PackedEvent::repeat);
    to.ref = !from.has(PackedEvent::unref);
    to.has_error = from.has(PackedEvent::error);
  }
  put_word(from, to);
  put_value(from, to);
  if (tables.details != nullptr) put_details(*tables.details, to);
  return to;
}

}  // namespace loopscope

// Which keys a line of each event has: the second column of the table in docs/trace-format.md.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>

#include "tracer/format/event.hpp"

namespace loopscope {

/// A set of keys, as TraceEvent::fields has it.
using FieldSet = std::uint64_t;

[[nodiscard]] constexpr FieldSet field_set(std::initializer_list<Field> fields) noexcept {
  FieldSet set = 0;
  for (const Field field : fields) set |= FieldSet{1} << static_cast<unsigned>(field);
  return set;
}

struct EventFields {
  FieldSet required = 0;  // beside t and e
  FieldSet optional = 0;  // beside th and p
  [[nodiscard]] constexpr FieldSet allowed() const noexcept {
    return required | optional | field_set({Field::t, Field::e, Field::th, Field::p});
  }
};

namespace detail {

constexpr EventFields loop_event_fields(Event event) noexcept {
  using F = Field;
  switch (event) {
    case Event::start:
      return {field_set({F::mode, F::alive}), field_set({F::id})};
    case Event::stop:
      return {field_set({F::alive}), field_set({F::id})};
    case Event::end:
      return {field_set({F::exit, F::events, F::dropped})};
    case Event::boot_begin:
    case Event::boot_end:
      return {field_set({F::name, F::layer})};
    case Event::turn:
      return {field_set({F::n, F::now})};
    case Event::phase_begin:
      return {field_set({F::ph, F::len})};
    case Event::phase_end:
      return {field_set({F::ph})};
    case Event::poll_wait:
      return {field_set({F::why}), field_set({F::timeout, F::id})};
    case Event::poll_wake:
      return {field_set({F::ready})};
    case Event::poll_ready:
      return {field_set({F::id, F::dir})};
    default:
      return {};
  }
}

constexpr EventFields task_event_fields(Event event) noexcept {
  using F = Field;
  switch (event) {
    case Event::task_queue:
      return {field_set({F::id, F::q}),
              field_set({F::name, F::by, F::at, F::fn, F::due, F::delay, F::repeat, F::ref})};
    case Event::task_end:
      return {field_set({F::id}), field_set({F::error})};
    case Event::handle_open:
      return {field_set({F::id, F::kind}), field_set({F::name, F::by, F::at})};
    case Event::handle_start:
    case Event::handle_stop:
    case Event::handle_ref:
    case Event::handle_unref:
    case Event::handle_close:
    case Event::async_send:
      return {field_set({F::id}), field_set({F::task})};
    case Event::pool_begin:
    case Event::pool_end:
      return {field_set({F::id, F::worker})};
    default:
      return {field_set({F::id})};
  }
}

// Addresses are optional because asking the kernel for them can fail.
constexpr EventFields tcp_event_fields(Event event) noexcept {
  using F = Field;
  const FieldSet optional = field_set({F::task, F::local, F::peer});
  switch (event) {
    case Event::tcp_listen:
      return {field_set({F::c, F::backlog}), optional};
    case Event::tcp_accept:
      return {field_set({F::c, F::server}), optional};
    case Event::tcp_connect:
    case Event::tcp_connected:
      return {field_set({F::c}), optional};
    case Event::tcp_read:
      return {field_set({F::c, F::n}), field_set({F::task})};
    case Event::tcp_write:
      return {field_set({F::c, F::n, F::queued}), field_set({F::task})};
    case Event::tcp_again:
      return {field_set({F::c, F::dir}), field_set({F::task})};
    case Event::tcp_error:
      return {field_set({F::c, F::op, F::error}), field_set({F::task})};
    default:
      return {field_set({F::c}), field_set({F::task})};
  }
}

constexpr EventFields other_event_fields(Event event) noexcept {
  using F = Field;
  switch (event) {
    case Event::log:
      return {field_set({F::s, F::text}), field_set({F::task})};
    case Event::mark:
      return {field_set({F::name}), field_set({F::value, F::task})};
    case Event::counter:
      return {field_set({F::name, F::value})};
    case Event::drop:
      return {field_set({F::count, F::from, F::to})};
    case Event::definition:
      return {field_set({F::kind, F::n, F::text}),
              field_set({F::line, F::column, F::fn, F::tid, F::pid})};
    case Event::source:
      return {field_set({F::file, F::n, F::text})};
    default:
      return {};
  }
}

constexpr EventFields find_event_fields(Event event) noexcept {
  if (event < Event::task_queue) return loop_event_fields(event);
  if (event < Event::tcp_listen) return task_event_fields(event);
  if (event < Event::async_send) return tcp_event_fields(event);
  if (event < Event::log) return task_event_fields(event);
  return other_event_fields(event);
}

constexpr auto make_event_fields() noexcept {
  std::array<EventFields, static_cast<std::size_t>(Event::unknown) + 1> table{};
  for (std::size_t i = 0; i < table.size(); ++i)
    table[i] = find_event_fields(static_cast<Event>(i));
  return table;
}

inline constexpr auto event_fields = make_event_fields();

}  // namespace detail

/// Nothing is required of, and nothing is known about, the fields of an unknown event.
[[nodiscard]] constexpr const EventFields& fields_of(Event event) noexcept {
  return detail::event_fields[static_cast<std::size_t>(event)];
}

}  // namespace loopscope

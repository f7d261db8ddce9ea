// Where the value of each key is in a TraceEvent, and of which type.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "tracer/format/event.hpp"

namespace loopscope {

struct FieldSlot {
  enum class Kind : std::uint8_t { integer, id, reference, flag, text, word, event_name, function };
  Kind kind = Kind::word;
  // The one of its kind:
  std::int64_t TraceEvent::*integer = nullptr;
  std::uint64_t TraceEvent::*id = nullptr;
  std::uint32_t TraceEvent::*reference = nullptr;
  bool TraceEvent::*flag = nullptr;
  std::string_view TraceEvent::*text = nullptr;
};

namespace detail {

constexpr FieldSlot slot(std::int64_t TraceEvent::*to) {
  return {.kind = FieldSlot::Kind::integer, .integer = to};
}
constexpr FieldSlot slot(std::uint64_t TraceEvent::*to) {
  return {.kind = FieldSlot::Kind::id, .id = to};
}
constexpr FieldSlot slot(std::uint32_t TraceEvent::*to) {
  return {.kind = FieldSlot::Kind::reference, .reference = to};
}
constexpr FieldSlot slot(bool TraceEvent::*to) {
  return {.kind = FieldSlot::Kind::flag, .flag = to};
}
constexpr FieldSlot slot(std::string_view TraceEvent::*to) {
  return {.kind = FieldSlot::Kind::text, .text = to};
}

constexpr FieldSlot find_field_slot(Field field) {
  using E = TraceEvent;
  switch (field) {
    case Field::t:
      return slot(&E::t_ns);
    case Field::e:
      return {.kind = FieldSlot::Kind::event_name};
    case Field::th:
      return slot(&E::thread);
    case Field::p:
      return slot(&E::process);
    case Field::id:
    case Field::c:
      return slot(&E::id);
    case Field::by:
    case Field::task:
      return slot(&E::by);
    case Field::server:
      return slot(&E::other);
    case Field::name:
      return slot(&E::name);
    case Field::at:
      return slot(&E::at);
    case Field::fn:
      return {.kind = FieldSlot::Kind::function};
    case Field::repeat:
      return slot(&E::repeat);
    case Field::ref:
      return slot(&E::ref);
    case Field::error:
      return slot(&E::error);
    case Field::due:
    case Field::timeout:
    case Field::now:
    case Field::from:
      return slot(&E::when_ns);
    case Field::to:
      return slot(&E::to_ns);
    case Field::queued:
      return slot(&E::queued);
    case Field::line:
      return slot(&E::line_number);
    case Field::column:
      return slot(&E::column);
    case Field::tid:
    case Field::pid:
      return slot(&E::os_id);
    case Field::events:
      return slot(&E::events);
    case Field::dropped:
      return slot(&E::dropped);
    case Field::text:
      return slot(&E::text);
    case Field::op:
      return slot(&E::op);
    case Field::local:
      return slot(&E::local);
    case Field::peer:
      return slot(&E::peer);
    case Field::n:
    case Field::len:
    case Field::ready:
    case Field::backlog:
    case Field::worker:
    case Field::count:
    case Field::exit:
    case Field::value:
      return slot(&E::n);
    default:
      return {};  // a word of one of the enumerations
  }
}

inline constexpr auto field_slots = [] {
  std::array<FieldSlot, field_count> slots{};
  for (std::size_t i = 0; i < field_count; ++i) slots[i] = find_field_slot(static_cast<Field>(i));
  return slots;
}();

}  // namespace detail

[[nodiscard]] constexpr const FieldSlot& slot_of(Field field) noexcept {
  return detail::field_slots[static_cast<std::size_t>(field)];
}

/// Whether a `kind`, which is read before it is known of what, is of what its event is about.
[[nodiscard]] inline bool kind_fits(const TraceEvent& event) noexcept {
  const bool of_definition = event.definition != DefinitionKind::unknown;
  return !event.has(Field::kind) || of_definition == (event.event == Event::definition);
}

/// Calls `with` with the event's member for an enumeration's key; `kind` is two: that of a handle
/// and that of a definition.
template <typename AnyEvent, typename With>
constexpr auto with_word(Field field, AnyEvent& event, With with) {
  switch (field) {
    case Field::q:
      return with(event.queue);
    case Field::ph:
      return with(event.phase);
    case Field::why:
      return with(event.why);
    case Field::alive:
      return with(event.alive);
    case Field::mode:
      return with(event.mode);
    case Field::dir:
      return with(event.direction);
    case Field::layer:
      return with(event.layer);
    case Field::s:
      return with(event.stream);
    default:
      return event.event == Event::definition ? with(event.definition) : with(event.kind);
  }
}

}  // namespace loopscope

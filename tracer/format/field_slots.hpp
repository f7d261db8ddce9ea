// Where the value of each key is in a TraceEvent, and of which type.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "tracer/format/event.hpp"
#include "tracer/format/names.hpp"

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

// All but the words of the enumerations, which have members of their own types.
inline constexpr auto slots_of_fields = std::to_array<std::pair<Field, FieldSlot>>({
    {Field::t, slot(&TraceEvent::t_ns)},
    {Field::e, FieldSlot{.kind = FieldSlot::Kind::event_name}},
    {Field::th, slot(&TraceEvent::thread)},
    {Field::p, slot(&TraceEvent::process)},
    {Field::id, slot(&TraceEvent::id)},
    {Field::c, slot(&TraceEvent::id)},
    {Field::by, slot(&TraceEvent::by)},
    {Field::task, slot(&TraceEvent::by)},
    {Field::server, slot(&TraceEvent::other)},
    {Field::name, slot(&TraceEvent::name)},
    {Field::at, slot(&TraceEvent::at)},
    {Field::fn, FieldSlot{.kind = FieldSlot::Kind::function}},
    {Field::repeat, slot(&TraceEvent::repeat)},
    {Field::ref, slot(&TraceEvent::ref)},
    {Field::error, slot(&TraceEvent::error)},
    {Field::due, slot(&TraceEvent::when_ns)},
    {Field::delay, slot(&TraceEvent::delay_ms)},
    {Field::timeout, slot(&TraceEvent::when_ns)},
    {Field::now, slot(&TraceEvent::when_ns)},
    {Field::from, slot(&TraceEvent::when_ns)},
    {Field::to, slot(&TraceEvent::to_ns)},
    {Field::queued, slot(&TraceEvent::queued)},
    {Field::line, slot(&TraceEvent::line_number)},
    {Field::column, slot(&TraceEvent::column)},
    {Field::tid, slot(&TraceEvent::os_id)},
    {Field::pid, slot(&TraceEvent::os_id)},
    {Field::events, slot(&TraceEvent::events)},
    {Field::dropped, slot(&TraceEvent::dropped)},
    {Field::text, slot(&TraceEvent::text)},
    {Field::op, slot(&TraceEvent::op)},
    {Field::local, slot(&TraceEvent::local)},
    {Field::peer, slot(&TraceEvent::peer)},
    {Field::file, slot(&TraceEvent::file)},
    {Field::n, slot(&TraceEvent::n)},
    {Field::len, slot(&TraceEvent::n)},
    {Field::ready, slot(&TraceEvent::n)},
    {Field::backlog, slot(&TraceEvent::n)},
    {Field::worker, slot(&TraceEvent::n)},
    {Field::count, slot(&TraceEvent::n)},
    {Field::exit, slot(&TraceEvent::n)},
    {Field::value, slot(&TraceEvent::n)},
});

inline constexpr auto field_slots = [] {
  std::array<FieldSlot, field_count> slots{};
  for (const auto& [field, to] : slots_of_fields) slots[static_cast<std::size_t>(field)] = to;
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

/// Takes an enumeration's word, behind which PackedWord::max_size bytes can be read. False where it
/// is none of its words.
inline bool put_padded_word(Field field, std::string_view word, TraceEvent& event) noexcept {
  const auto put_into = [word]<typename Enum>(Enum& to) {
    const std::optional<Enum> known = from_padded<Enum>(word);
    if (known) to = *known;
    return known.has_value();
  };
  if (field != Field::kind) return with_word(field, event, put_into);
  // Its meaning depends on `e`, which may still come.
  const bool of_handle = put_into(event.kind);
  return put_into(event.definition) || of_handle;
}

}  // namespace loopscope

#include "tracer/format/plain_line.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>

#include "tracer/format/field_slots.hpp"
#include "tracer/format/fields.hpp"
#include "tracer/format/names.hpp"
#include "tracer/format/plain_cursor.hpp"

namespace loopscope {
namespace {

bool read_word(PlainCursor& cursor, Field field, TraceEvent& event) noexcept {
  std::string_view word;
  if (!cursor.word(word)) return false;
  return put_padded_word(field, word, event);
}

bool read_event_name(PlainCursor& cursor, TraceEvent& event) noexcept {
  std::string_view name;
  if (!cursor.word(name)) return false;
  const std::optional<Event> known = from_padded<Event>(name);
  if (known) event.event = *known;
  return known.has_value();
}

bool read_value(PlainCursor& cursor, Field field, TraceEvent& event) noexcept {
  const FieldSlot& slot = slot_of(field);
  switch (slot.kind) {
    case FieldSlot::Kind::integer:
      return cursor.integer(event.*slot.integer);
    case FieldSlot::Kind::id:
      return cursor.number(event.*slot.id);
    case FieldSlot::Kind::reference:
      return cursor.reference(event.*slot.reference);
    case FieldSlot::Kind::flag:
      return cursor.flag(event.*slot.flag);
    case FieldSlot::Kind::text:
      event.has_error = event.has_error || field == Field::error;
      return cursor.text(event.*slot.text);
    case FieldSlot::Kind::event_name:
      return read_event_name(cursor, event);
    case FieldSlot::Kind::function:
      return *cursor.position() == '"' ? cursor.text(event.function) : cursor.reference(event.fn);
    default:
      return read_word(cursor, field, event);
  }
}

bool read_member(PlainCursor& cursor, TraceEvent& event) noexcept {
  if (!cursor.skip('"')) return false;
  const std::optional<Field> field = cursor.key();
  if (!field || !cursor.skip(':')) return false;
  cursor.skip_space();
  event.fields |= field_set({*field});
  return read_value(cursor, *field, event);
}

// `,"key":`, as it is written.
template <Field field>
constexpr KnownText written_key() noexcept {
  constexpr std::string_view name = name_of(field);
  std::array<char, name.size() + 4> text{',', '"'};
  std::copy(name.begin(), name.end(), text.begin() + 2);
  text[name.size() + 2] = '"';
  text[name.size() + 3] = ':';
  return KnownText({text.data(), text.size()});
}

// A member that may come next; false where it does and is not plain.
template <Field field>
bool read_if_next(PlainCursor& cursor, TraceEvent& event) noexcept {
  constexpr KnownText key = written_key<field>();
  if (!cursor.skip(key)) return true;
  cursor.skip_space();
  event.fields |= field_set({field});
  return read_value(cursor, field, event);
}

template <Field... fields>
bool read_in_order(PlainCursor& cursor, TraceEvent& event) noexcept {
  return (read_if_next<fields>(cursor, event) && ...);
}

// The members of the events that traces mostly consist of, in the order in which LineWriter writes
// them: without a look-up. What stands otherwise is left for read_member().
bool read_written_order(PlainCursor& cursor, TraceEvent& event) noexcept {
  using F = Field;
  switch (event.event) {
    case Event::task_queue:
      return read_in_order<F::id, F::q, F::name, F::by, F::at, F::fn, F::due, F::delay>(cursor,
                                                                                        event);
    case Event::task_begin:
    case Event::task_end:
    case Event::poll_ready:
      return read_in_order<F::id, F::dir>(cursor, event);
    case Event::turn:
      return read_in_order<F::n, F::now>(cursor, event);
    case Event::phase_begin:
    case Event::phase_end:
      return read_in_order<F::ph, F::len>(cursor, event);
    case Event::poll_wait:
      return read_in_order<F::timeout, F::why, F::id>(cursor, event);
    case Event::poll_wake:
      return read_in_order<F::ready>(cursor, event);
    case Event::tcp_read:
    case Event::tcp_write:
      return read_in_order<F::c, F::n, F::queued, F::task>(cursor, event);
    default:
      return true;
  }
}

bool read_first_member(PlainCursor& cursor, TraceEvent& event) noexcept {
  if (!cursor.skip('{')) return false;
  cursor.skip_space();
  return read_member(cursor, event);
}

// What every line that LineWriter wrote begins with; nothing is used up where this one does not.
bool read_beginning(PlainCursor& cursor, TraceEvent& event) noexcept {
  constexpr KnownText time_key(R"({"t":)");
  if (!cursor.skip(time_key)) return read_first_member(cursor, event);
  cursor.skip_space();
  event.fields = field_set({Field::t});
  return cursor.integer(event.t_ns) && read_if_next<Field::e>(cursor, event) &&
         read_if_next<Field::th>(cursor, event) && read_written_order(cursor, event);
}

}  // namespace

// By a call of the library: what GCC puts in line for so many bytes starts up slowly. Texts, which
// are the last members, only where the event that was here before had some.
inline void make_blank(TraceEvent& event) noexcept {
  static_assert(std::is_trivially_copyable_v<TraceEvent> && std::is_standard_layout_v<TraceEvent>);
  static constexpr TraceEvent blank;
  static void* (*const volatile copy)(void*, const void*, std::size_t) = std::memcpy;
  constexpr FieldSet texts = field_set(
      {Field::text, Field::op, Field::error, Field::local, Field::peer, Field::file, Field::fn});
  const bool has_texts = event.event == Event::unknown || (event.fields & texts) != 0;
  copy(&event, &blank, has_texts ? sizeof blank : offsetof(TraceEvent, unknown_name));
}

// One function for the compiler, because calls would cost as much as the work.
[[gnu::flatten]] const char* read_plain_line(const char* line, TraceEvent& event) noexcept {
  make_blank(event);
  PlainCursor cursor(line);
  if (!read_beginning(cursor, event)) return nullptr;
  while (cursor.skip(',')) {
    cursor.skip_space();
    if (!read_member(cursor, event)) return nullptr;
  }
  constexpr FieldSet always = field_set({Field::t, Field::e});
  const bool whole = cursor.skip('}') && (event.fields & always) == always && kind_fits(event);
  return whole && *cursor.position() == '\n' ? cursor.position() : nullptr;
}

}  // namespace loopscope

// Events of every kind with random fields, each value from a wide range, and what they say as a
// line.
#pragma once

#include <deque>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

#include "tracer/format/event_line.hpp"
#include "tracer/format/field_slots.hpp"
#include "tracer/format/fields.hpp"
#include "tracer/format/names.hpp"

namespace loopscope::test {

/// The texts of its events live as long as it.
class RandomEvents {
 public:
  explicit RandomEvents(std::uint32_t seed) : random_(seed) {}

  TraceEvent next() {
    Event kind = Event::unknown;
    do {
      kind = static_cast<Event>(below(Names<Event>::all.size()));
    } while (name_of(kind).empty());
    return of(kind);
  }
  TraceEvent of(Event kind) {
    TraceEvent event;
    event.event = kind;
    event.fields = random_() & fields_of(event.event).allowed();
    event.fields |= field_set({Field::t, Field::e});
    for (std::size_t i = 0; i < field_count; ++i)
      if (event.has(static_cast<Field>(i))) fill(static_cast<Field>(i), event);
    return event;
  }

 private:
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  std::uint64_t number() { return random_() >> below(64); }

  void fill(Field field, TraceEvent& event) {
    const FieldSlot& slot = slot_of(field);
    switch (slot.kind) {
      case FieldSlot::Kind::integer:
        event.*slot.integer = static_cast<std::int64_t>(number());
        return;
      case FieldSlot::Kind::id:
        event.*slot.id = number();
        return;
      case FieldSlot::Kind::reference:
        event.*slot.reference = static_cast<std::uint32_t>(number());
        return;
      case FieldSlot::Kind::flag:
        event.*slot.flag = below(2) == 0;
        return;
      case FieldSlot::Kind::text:
        event.*slot.text = text();
        event.has_error = event.has_error || field == Field::error;
        return;
      case FieldSlot::Kind::function:
        if (event.event == Event::definition)
          event.function = text();
        else
          event.fn = static_cast<std::uint32_t>(number());
        return;
      case FieldSlot::Kind::word:
        with_word(field, event, [this]<typename Enum>(Enum& word) {
          do {
            word = static_cast<Enum>(below(Names<Enum>::all.size()));
          } while (name_of(word).empty());
        });
        return;
      default:
        return;
    }
  }

  std::string_view text() {
    constexpr std::string_view pieces[] = {"a", "\"", "\\", "\n", "ä", "😀", "word ", "\x01", "{}"};
    std::string& text = texts_.emplace_back();
    for (std::uint64_t left = below(20); left > 0; --left) text += pieces[below(std::size(pieces))];
    return text;
  }

  std::mt19937_64 random_;
  std::deque<std::string> texts_;
};

/// All that a line says, also where one field of the structure stands for several keys.
inline std::string line_of(const TraceEvent& event) {
  LineBuffer buffer;
  append_line(buffer, event);
  return std::string(buffer.text());
}

}  // namespace loopscope::test

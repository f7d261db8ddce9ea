#include "tracer/format/event_line.hpp"

#include <bit>

#include "tracer/format/field_slots.hpp"
#include "tracer/format/fields.hpp"
#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

char* put_quoted(char* to, std::string_view text) {
  *to++ = '"';
  to = put_escaped(to, text);
  *to++ = '"';
  return to;
}

char* put_function(char* to, const TraceEvent& event) {
  return event.event == Event::definition ? put_quoted(to, event.function)
                                          : put_number(to, event.fn);
}

char* put_value(char* to, Field field, const TraceEvent& event) {
  const FieldSlot& slot = slot_of(field);
  switch (slot.kind) {
    case FieldSlot::Kind::integer:
      return put_number(to, event.*slot.integer);
    case FieldSlot::Kind::id:
      return put_number(to, event.*slot.id);
    case FieldSlot::Kind::reference:
      return put_number(to, event.*slot.reference);
    case FieldSlot::Kind::flag:
      return put(to, event.*slot.flag ? "true" : "false");
    case FieldSlot::Kind::text:
      return put_quoted(to, event.*slot.text);
    case FieldSlot::Kind::event_name:
      return put_quoted(to, name_of(event.event));
    case FieldSlot::Kind::function:
      return put_function(to, event);
    default:
      return with_word(field, event, [to](auto word) { return put_quoted(to, name_of(word)); });
  }
}

std::size_t text_bytes(const TraceEvent& event) noexcept {
  return event.text.size() + event.function.size() + event.op.size() + event.error.size() +
         event.local.size() + event.peer.size() + event.file.size();
}

}  // namespace

void append_line(LineBuffer& buffer, const TraceEvent& event) {
  constexpr std::size_t max_bytes_per_field = 40;  // key, longest number or word, punctuation
  char* to =
      buffer.reserve(field_count * max_bytes_per_field + max_escaped_growth * text_bytes(event));
  char separator = '{';
  FieldSet rest = event.fields | field_set({Field::t, Field::e});
  for (; rest != 0; rest &= rest - 1) {
    const auto field = static_cast<Field>(std::countr_zero(rest));
    *to++ = separator;
    separator = ',';
    to = put_quoted(to, name_of(field));
    *to++ = ':';
    to = put_value(to, field, event);
  }
  buffer.commit(put(to, "}\n"));
}

}  // namespace loopscope

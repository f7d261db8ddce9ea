#include "tracer/format/object_reader.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <limits>

#include "tracer/format/field_slots.hpp"
#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

namespace json = simdjson::ondemand;

// What a key's value must be, for the message where it is not.
std::string_view expected_of(Field field) noexcept {
  switch (slot_of(field).kind) {
    case FieldSlot::Kind::integer:
      return "an integer of 64 bits";
    case FieldSlot::Kind::id:
      return "an integer from 0 to 18446744073709551615";
    case FieldSlot::Kind::reference:
      return "an integer from 0 to 4294967295";
    case FieldSlot::Kind::flag:
      return "true or false";
    case FieldSlot::Kind::function:
      return "the number of a location or the name of a function";
    case FieldSlot::Kind::word:
      return "one of its words";
    default:
      return "a string";
  }
}

// The 8 characters at `text` as a number.
std::uint64_t load(const char* text) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  return word;
}

// The position of the first quote in `word`, 8 where it has none.
unsigned find_quote(std::uint64_t word) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  const std::uint64_t zero_at_quote = word ^ ones * '"';
  const std::uint64_t found = (zero_at_quote - ones) & ~zero_at_quote & ones << 7U;
  return static_cast<unsigned>(std::countr_zero(found)) / 8;
}

bool is_escaped(const char* key) noexcept {
  while (*key != '"' && *key != '\\') ++key;
  return *key == '\\';
}

// Deeper values are refused, so that nothing recurses without bound.
constexpr int max_depth = 64;

// simdjson looks at no more of a value than it is asked for.
bool is_json(json::value& value, int depth = 0);  // NOLINT(misc-no-recursion)

bool is_json_array(json::array array, int depth) {  // NOLINT(misc-no-recursion)
  for (auto element : array) {
    json::value value;
    if (element.get(value) || !is_json(value, depth)) return false;
  }
  return true;
}

bool is_json_object(json::object object, int depth) {  // NOLINT(misc-no-recursion)
  for (auto member : object) {
    json::field field;
    std::string_view key;
    if (std::move(member).get(field) || field.unescaped_key().get(key)) return false;
    if (!is_json(field.value(), depth)) return false;
  }
  return true;
}

bool is_null(json::value& value) noexcept {
  std::string_view token = value.raw_json_token();
  while (!token.empty() && token.back() <= ' ') token.remove_suffix(1);
  return token == "null";
}

bool is_json(json::value& value, int depth) {  // NOLINT(misc-no-recursion)
  json::json_type type{};
  if (depth > max_depth || value.type().get(type)) return false;
  switch (type) {
    case json::json_type::array:
      return is_json_array(value.get_array(), depth + 1);
    case json::json_type::object:
      return is_json_object(value.get_object(), depth + 1);
    case json::json_type::string:
      return !value.get_string().error();
    case json::json_type::number:
      return !value.get_double().error();  // also of an integer of more than 64 bits
    case json::json_type::boolean:
      return !value.get_bool().error();
    default:
      return is_null(value);
  }
}

}  // namespace

[[gnu::flatten]] ObjectReader::Result ObjectReader::read(json::object object, TraceEvent& event) {
  event = TraceEvent{};
  wrong_ = 0;
  for (auto member : object) {
    json::field field;
    if (const auto error = std::move(member).get(field)) {
      reason_ = fmt::format("is not JSON: {}", simdjson::error_message(error));
      return Result::no_json;
    }
    const std::optional<Field> key = known_key(field);
    if (key) event.fields |= field_set({*key});
    if (key && put(*key, field.value(), event)) continue;
    if (!is_json(field.value())) return refuse_value(key);
    if (key) wrong_ |= field_set({*key});
  }
  return judge(event);
}

// All known keys have less than 8 characters, but more where some are escaped.
std::optional<Field> ObjectReader::known_key(json::field& member) {
  const char* raw = member.key().raw();
  const std::uint64_t start = load(raw);
  const unsigned size = find_quote(start);
  if (size < 8) [[likely]] {
    const auto known = name_table<Field>.find({start & ((std::uint64_t{1} << 8U * size) - 1), 0});
    if (known) [[likely]]
      return known;
  }
  std::string_view key;
  if (!is_escaped(raw) || member.unescaped_key().get(key) != simdjson::SUCCESS) return std::nullopt;
  return from_name<Field>(key);
}

bool ObjectReader::put(Field field, Value& value, TraceEvent& event) {
  const FieldSlot& slot = slot_of(field);
  switch (slot.kind) {
    case FieldSlot::Kind::integer:
      return !value.get(event.*slot.integer);
    case FieldSlot::Kind::id:
      return !value.get(event.*slot.id);
    case FieldSlot::Kind::flag:
      return !value.get(event.*slot.flag);
    case FieldSlot::Kind::reference:
      return put_reference(value, event.*slot.reference);
    case FieldSlot::Kind::text:
      event.has_error = event.has_error || field == Field::error;
      return text_of(value, event.*slot.text);
    case FieldSlot::Kind::event_name:
      return put_event_name(value, event);
    case FieldSlot::Kind::function:
      return text_of(value, event.function) || put_reference(value, event.fn);
    default:
      return put_word(field, value, event);
  }
}

bool ObjectReader::put_reference(Value& value, std::uint32_t& to) {
  std::uint64_t number = 0;
  if (value.get(number) != simdjson::SUCCESS) return false;
  if (number > std::numeric_limits<std::uint32_t>::max()) return false;
  to = static_cast<std::uint32_t>(number);
  return true;
}

bool ObjectReader::put_event_name(Value& value, TraceEvent& event) {
  std::string_view name;
  if (!text_of(value, name)) return false;
  const std::optional<Event> known = from_padded<Event>(name);
  event.event = known.value_or(Event::unknown);
  if (!known) event.unknown_name = name;
  return true;
}

bool ObjectReader::put_word(Field field, Value& value, TraceEvent& event) {
  std::string_view word;
  if (!text_of(value, word)) return false;
  return put_padded_word(field, word, event);
}

// False where the value is no string. Copies only where something is escaped.
bool ObjectReader::text_of(Value& value, std::string_view& text) {
  std::string_view token = value.raw_json_token();
  if (token.front() != '"') return false;
  const std::size_t end = token.back() == '"' ? token.size() - 1 : token.rfind('"');
  token = token.substr(1, end - 1);
  if (std::memchr(token.data(), '\\', token.size()) == nullptr) [[likely]] {
    text = token;
    return true;
  }
  std::string_view unescaped;
  if (value.get(unescaped) != simdjson::SUCCESS) return false;
  std::string& kept = texts_.emplace_back(unescaped);
  kept.reserve(kept.size() + PackedWord::max_size);
  text = kept;
  return true;
}

ObjectReader::Result ObjectReader::refuse_value(std::optional<Field> key) {
  const std::string_view name = key ? name_of(*key) : "a key of a later version";
  reason_ = fmt::format("is not JSON: what stands behind {} is none, or too deep", name);
  return Result::no_json;
}

// In an unknown event, and in a key that the event does not have, any type will do.
ObjectReader::Result ObjectReader::judge(TraceEvent& event) {
  if (!event.has(Field::t)) return refuse("has no \"t\"");
  if (!event.has(Field::e)) return refuse("has no \"e\"");
  if (!kind_fits(event)) wrong_ |= field_set({Field::kind});
  if (wrong_ == 0) [[likely]]
    return Result::event;
  if (const FieldSet matter = wrong_ & fields_of(event.event).allowed()) {
    const auto field = static_cast<Field>(std::countr_zero(matter));
    return refuse(fmt::format("\"{}\" is not {}", name_of(field), expected_of(field)));
  }
  event.fields &= ~wrong_;
  return Result::event;
}

ObjectReader::Result ObjectReader::refuse(std::string why) {
  reason_ = std::move(why);
  return Result::no_event;
}

}  // namespace loopscope

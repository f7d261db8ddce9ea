#include "tracer/format/plain_line.hpp"

#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>

#include "tracer/format/field_slots.hpp"
#include "tracer/format/fields.hpp"
#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

constexpr std::uint64_t ones = 0x0101010101010101U;
constexpr std::uint64_t high_bits = ones << 7U;

std::uint64_t load(const char* text) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  return word;
}

// The high bit of each byte that is `c`; above the first one it may be set for others too.
constexpr std::uint64_t find_byte(std::uint64_t word, char c) noexcept {
  const std::uint64_t zero = word ^ ones * static_cast<unsigned char>(c);
  return (zero - ones) & ~zero & high_bits;
}

// The same for bytes that end a plain text: quote, backslash, control characters, not ASCII.
constexpr std::uint64_t find_special(std::uint64_t word) noexcept {
  constexpr std::uint64_t spaces = ones * ' ';
  const std::uint64_t control = (word - spaces) & ~word & high_bits;
  return find_byte(word, '"') | find_byte(word, '\\') | control | (word & high_bits);
}

constexpr unsigned first_byte(std::uint64_t found) noexcept {
  return static_cast<unsigned>(std::countr_zero(found)) / 8U;
}

// How many digits begin the eight characters.
constexpr unsigned digits_of(std::uint64_t word) noexcept {
  const std::uint64_t off = word ^ ones * '0';  // below 10 in the bytes of digits
  const std::uint64_t other = ((off & ~high_bits) + ones * (0x80 - 10)) | off;
  return first_byte(other & high_bits);  // 8 where there is none
}

// The number that the first `digits` (0 to 8) characters are. Eight at once: neighbours become
// numbers of two digits, those of four, those of eight.
constexpr std::uint64_t value_of(std::uint64_t word, unsigned digits) noexcept {
  if (digits == 0) return 0;
  const std::uint64_t off = (word ^ ones * '0') << (64U - 8U * digits);  // zeros come first
  constexpr std::uint64_t bytes = 0x000000FF000000FFU;
  const std::uint64_t pairs = off * 10 + (off >> 8U);
  const std::uint64_t high = (pairs & bytes) * (100 + (std::uint64_t{1'000'000} << 32U));
  const std::uint64_t low = (pairs >> 16U & bytes) * (1 + (std::uint64_t{10'000} << 32U));
  return (high + low) >> 32U;
}

// A position in the line; every function returns false, or nothing, where the line is not plain.
class Cursor {
 public:
  explicit Cursor(const char* at) noexcept : at_(at) {}

  bool skip(char c) noexcept {
    if (*at_ != c) return false;
    ++at_;
    return true;
  }
  void skip_space() noexcept { at_ += *at_ == ' ' ? 1 : 0; }
  [[nodiscard]] const char* position() const noexcept { return at_; }

  // Behind its opening quote; goes behind its closing one.
  std::optional<Field> key() noexcept {
    const std::uint64_t word = load(at_);
    const std::uint64_t quote = find_byte(word, '"');
    if (quote == 0) return std::nullopt;
    const unsigned size = first_byte(quote);
    if (size == 0 || at_[size - 1] == '\0') return std::nullopt;
    at_ += size + 1;
    return name_table<Field>.find({word & ((std::uint64_t{1} << 8U * size) - 1), 0});
  }

  bool text(std::string_view& text) noexcept {
    if (!skip('"')) return false;
    const char* const begin = at_;
    std::uint64_t found = 0;
    while ((found = find_special(load(at_))) == 0) at_ += sizeof found;
    at_ += first_byte(found);
    text = {begin, static_cast<std::size_t>(at_ - begin)};
    return skip('"');
  }

  bool number(std::uint64_t& number) noexcept {
    constexpr int max_digits = 18;
    const char* const begin = at_;
    const std::uint64_t word = load(at_);
    const unsigned together = digits_of(word);
    std::uint64_t sum = value_of(word, together);
    at_ += together;
    if (together == sizeof word)
      for (; *at_ >= '0' && *at_ <= '9'; ++at_) sum = 10 * sum + static_cast<unsigned>(*at_ - '0');
    number = sum;
    const auto digits = at_ - begin;
    return digits > 0 && digits <= max_digits && (*begin != '0' || digits == 1);
  }

  bool integer(std::int64_t& integer) noexcept {
    const bool negative = skip('-');
    std::uint64_t magnitude = 0;
    if (!number(magnitude)) return false;
    integer = static_cast<std::int64_t>(magnitude);
    if (negative) integer = -integer;
    return true;
  }

  bool reference(std::uint32_t& reference) noexcept {
    std::uint64_t wide = 0;
    if (!number(wide) || wide > std::numeric_limits<std::uint32_t>::max()) return false;
    reference = static_cast<std::uint32_t>(wide);
    return true;
  }

  bool flag(bool& flag) noexcept {
    flag = *at_ == 't';
    const std::string_view word = flag ? "true" : "false";
    if (std::memcmp(at_, word.data(), word.size()) != 0) return false;
    at_ += word.size();
    return true;
  }

 private:
  const char* at_;
};

bool read_word(Cursor& cursor, Field field, TraceEvent& event) noexcept {
  std::string_view word;
  if (!cursor.text(word)) return false;
  return put_padded_word(field, word, event);
}

bool read_event_name(Cursor& cursor, TraceEvent& event) noexcept {
  std::string_view name;
  if (!cursor.text(name)) return false;
  const std::optional<Event> known = from_padded<Event>(name);
  if (known) event.event = *known;
  return known.has_value();
}

bool read_value(Cursor& cursor, Field field, TraceEvent& event) noexcept {
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

bool read_member(Cursor& cursor, TraceEvent& event) noexcept {
  if (!cursor.skip('"')) return false;
  const std::optional<Field> field = cursor.key();
  if (!field || !cursor.skip(':')) return false;
  cursor.skip_space();
  event.fields |= field_set({*field});
  return read_value(cursor, *field, event);
}

}  // namespace

// By a call of the library: what GCC puts in line for so many bytes starts up slowly.
inline void make_blank(TraceEvent& event) noexcept {
  static_assert(std::is_trivially_copyable_v<TraceEvent>);
  static constexpr TraceEvent blank;
  static void* (*const volatile copy)(void*, const void*, std::size_t) = std::memcpy;
  copy(&event, &blank, sizeof blank);
}

// One function for the compiler, because calls would cost as much as the work.
[[gnu::flatten]] const char* read_plain_line(const char* line, TraceEvent& event) noexcept {
  make_blank(event);
  Cursor cursor(line);
  if (!cursor.skip('{')) return nullptr;
  do {
    cursor.skip_space();
    if (!read_member(cursor, event)) return nullptr;
  } while (cursor.skip(','));
  constexpr FieldSet always = field_set({Field::t, Field::e});
  const bool whole = cursor.skip('}') && (event.fields & always) == always && kind_fits(event);
  return whole && *cursor.position() == '\n' ? cursor.position() : nullptr;
}

}  // namespace loopscope

// Reads the tokens of JSON of the plainest kind, eight characters at a time.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>

#include "tracer/format/names.hpp"

namespace loopscope {
namespace detail {

inline constexpr std::uint64_t ones = 0x0101010101010101U;
inline constexpr std::uint64_t high_bits = ones << 7U;

[[nodiscard]] inline std::uint64_t load(const char* text) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  return word;
}

// The high bit of each byte that is `c`; above the first one it may be set for others too.
[[nodiscard]] constexpr std::uint64_t find_byte(std::uint64_t word, char c) noexcept {
  const std::uint64_t zero = word ^ ones * static_cast<unsigned char>(c);
  return (zero - ones) & ~zero & high_bits;
}

// The same for bytes that end a plain text: quote, backslash, control characters, not ASCII.
[[nodiscard]] constexpr std::uint64_t find_special(std::uint64_t word) noexcept {
  constexpr std::uint64_t spaces = ones * ' ';
  const std::uint64_t control = (word - spaces) & ~word & high_bits;
  return find_byte(word, '"') | find_byte(word, '\\') | control | (word & high_bits);
}

[[nodiscard]] constexpr unsigned first_byte(std::uint64_t found) noexcept {
  return static_cast<unsigned>(std::countr_zero(found)) / 8U;
}

// How many digits begin the eight characters.
[[nodiscard]] constexpr unsigned digits_of(std::uint64_t word) noexcept {
  const std::uint64_t off = word ^ ones * '0';  // below 10 in the bytes of digits
  const std::uint64_t other = ((off & ~high_bits) + ones * (0x80 - 10)) | off;
  return first_byte(other & high_bits);  // 8 where there is none
}

// The number that the first `digits` (0 to 8) characters are. Eight at once: neighbours become
// numbers of two digits, those of four, those of eight.
[[nodiscard]] constexpr std::uint64_t value_of(std::uint64_t word, unsigned digits) noexcept {
  if (digits == 0) return 0;
  const std::uint64_t off = (word ^ ones * '0') << (64U - 8U * digits);  // zeros come first
  constexpr std::uint64_t bytes = 0x000000FF000000FFU;
  const std::uint64_t pairs = off * 10 + (off >> 8U);
  const std::uint64_t high = (pairs & bytes) * (100 + (std::uint64_t{1'000'000} << 32U));
  const std::uint64_t low = (pairs >> 16U & bytes) * (1 + (std::uint64_t{10'000} << 32U));
  return (high + low) >> 32U;
}

}  // namespace detail

/// At most 16 characters that are expected, to be compared as two numbers.
struct KnownText {
  PackedWord word;
  std::uint64_t low_mask = 0;
  std::uint64_t high_mask = 0;
  std::size_t size = 0;

  explicit constexpr KnownText(std::string_view text) noexcept
      : word(pack(text)),
        low_mask(mask(text.size())),
        high_mask(mask(text.size() < 8 ? 0 : text.size() - 8)),
        size(text.size()) {}

 private:
  static constexpr std::uint64_t mask(std::size_t bytes) noexcept {
    return bytes >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8U * bytes) - 1;
  }
};

/// A position in a line, behind which line_padding characters can be read; every function returns
/// false, or nothing, where the line is not plain.
class PlainCursor {
 public:
  explicit PlainCursor(const char* at) noexcept : at_(at) {}

  bool skip(char c) noexcept {
    if (*at_ != c) return false;
    ++at_;
    return true;
  }
  bool skip(const KnownText& text) noexcept {
    if ((detail::load(at_) & text.low_mask) != text.word.low) return false;
    if (text.size > 8 && (detail::load(at_ + 8) & text.high_mask) != text.word.high) return false;
    at_ += text.size;
    return true;
  }
  void skip_space() noexcept { at_ += *at_ == ' ' ? 1 : 0; }
  [[nodiscard]] const char* position() const noexcept { return at_; }

  // Behind its opening quote; goes behind its closing one.
  std::optional<Field> key() noexcept {
    const std::uint64_t word = detail::load(at_);
    const std::uint64_t quote = detail::find_byte(word, '"');
    if (quote == 0) return std::nullopt;
    const unsigned size = detail::first_byte(quote);
    if (size == 0 || at_[size - 1] == '\0') return std::nullopt;
    at_ += size + 1;
    return name_table<Field>.find({word & ((std::uint64_t{1} << 8U * size) - 1), 0});
  }

  // One that no escape can be in, because it is looked up: up to the next quote.
  bool word(std::string_view& word) noexcept {
    if (!skip('"')) return false;
    const char* const begin = at_;
    for (std::size_t size = 0; size <= PackedWord::max_size; size += sizeof(std::uint64_t)) {
      const std::uint64_t quote = detail::find_byte(detail::load(begin + size), '"');
      if (quote == 0) continue;
      at_ = begin + size + detail::first_byte(quote);
      word = {begin, static_cast<std::size_t>(at_ - begin)};
      return skip('"');
    }
    return false;
  }

  bool text(std::string_view& text) noexcept {
    if (!skip('"')) return false;
    const char* const begin = at_;
    std::uint64_t found = 0;
    while ((found = detail::find_special(detail::load(at_))) == 0) at_ += sizeof found;
    at_ += detail::first_byte(found);
    text = {begin, static_cast<std::size_t>(at_ - begin)};
    return skip('"');
  }

  bool number(std::uint64_t& number) noexcept {
    constexpr int max_digits = 18;
    const char* const begin = at_;
    number = eight_digits(0);
    if (at_ - begin == 8) number = eight_digits(number);
    if (at_ - begin == 16)
      for (; *at_ >= '0' && *at_ <= '9'; ++at_)
        number = 10 * number + static_cast<unsigned>(*at_ - '0');
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
  // Those that come next, at most eight, behind the digits that `before` is.
  std::uint64_t eight_digits(std::uint64_t before) noexcept {
    constexpr std::array<std::uint64_t, 9> powers{
        1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};
    const std::uint64_t word = detail::load(at_);
    const unsigned digits = detail::digits_of(word);
    at_ += digits;
    return before * powers[digits] + detail::value_of(word, digits);
  }

  const char* at_;
};

}  // namespace loopscope

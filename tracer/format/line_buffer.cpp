#include "tracer/format/line_buffer.hpp"

#include <array>
#include <cstdint>

namespace loopscope {
namespace {

constexpr bool is_plain(unsigned char c) noexcept {
  return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

constexpr bool is_continuation(unsigned char c) noexcept {
  return (c & 0xC0U) == 0x80U;
}

struct Utf8Form {
  std::size_t length = 0;     // of a sequence that starts like this; 0: none does
  unsigned char low = 0x80;   // bounds of the second byte: no overlong forms, no surrogates,
  unsigned char high = 0xBF;  // nothing above U+10FFFF
};

constexpr Utf8Form utf8_form(unsigned char first) noexcept {
  if (first >= 0xC2 && first <= 0xDF) return {2};
  if (first == 0xE0) return {3, 0xA0, 0xBF};
  if (first == 0xED) return {3, 0x80, 0x9F};
  if (first >= 0xE1 && first <= 0xEF) return {3};
  if (first == 0xF0) return {4, 0x90, 0xBF};
  if (first >= 0xF1 && first <= 0xF3) return {4};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return {};
}

// The length of the valid sequence of several bytes at the start of `rest`; 0 where there is none.
std::size_t utf8_length(std::string_view rest) noexcept {
  const auto at = [rest](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  const Utf8Form form = utf8_form(at(0));
  if (form.length == 0 || rest.size() < form.length) return 0;
  if (at(1) < form.low || at(1) > form.high) return 0;
  for (std::size_t i = 2; i < form.length; ++i)
    if (!is_continuation(at(i))) return 0;
  return form.length;
}

char* put_control(char* to, unsigned char c) noexcept {
  constexpr std::string_view hex = "0123456789abcdef";
  to = put(to, "\\u00");
  *to++ = hex[c >> 4U];
  *to++ = hex[c & 15U];
  return to;
}

char* put_special(char* to, char c) noexcept {
  switch (c) {
    case '"':
      return put(to, "\\\"");
    case '\\':
      return put(to, "\\\\");
    case '\n':
      return put(to, "\\n");
    case '\r':
      return put(to, "\\r");
    case '\t':
      return put(to, "\\t");
    default:
      return put_control(to, static_cast<unsigned char>(c));
  }
}

}  // namespace

char* put_escaped(char* to, std::string_view text) noexcept {
  while (!text.empty()) {
    std::size_t used = 1;
    const auto c = static_cast<unsigned char>(text.front());
    if (is_plain(c)) {
      *to++ = text.front();
    } else if (c < 0x80) {
      to = put_special(to, text.front());
    } else if (used = utf8_length(text); used != 0) {
      to = put(to, text.substr(0, used));
    } else {
      to = put(to, "\xEF\xBF\xBD");
      used = 1;
    }
    text.remove_prefix(used);
  }
  return to;
}

std::string_view cut_text(std::string_view text, std::size_t max_bytes) noexcept {
  if (text.size() <= max_bytes) return text;
  while (max_bytes > 0 && is_continuation(static_cast<unsigned char>(text[max_bytes]))) --max_bytes;
  return text.substr(0, max_bytes);
}

}  // namespace loopscope

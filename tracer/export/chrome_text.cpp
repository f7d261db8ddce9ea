#include "tracer/export/chrome_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace loopscope {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

constexpr std::int64_t max_step_ns = 20;  // tried in vain only where nothing helps

/// Bytes of the UTF-8 character at the start of `text`; 0 if there is none.
std::size_t utf8_length(std::string_view text) {
  const auto at = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = at(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((at(i) & 0xC0U) != 0x80U) return 0;
  const bool overlong = (lead == 0xE0 && at(1) < 0xA0) || (lead == 0xF0 && at(1) < 0x90);
  const bool surrogate = lead == 0xED && at(1) >= 0xA0;
  const bool too_big = lead == 0xF4 && at(1) >= 0x90;
  return overlong || surrogate || too_big ? 0 : length;
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<std::uint8_t>(c);
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (c == '\n') {
    out += "\\n";
  } else if (c == '\t') {
    out += "\\t";
  } else if (c == '\0') {
    out += replacement;
  } else if (byte < 0x20 || byte == 0x7F) {
    out += "\\u00";
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  } else {
    out += c;
  }
}

template <typename Number>
void append_chars(std::string& out, Number value) {
  std::array<char, 32> text{};
  const auto result = std::to_chars(text.data(), text.data() + text.size(), value);
  out.append(text.data(), result.ptr);
}

double to_us(std::int64_t ns) {
  return static_cast<double>(ns) / 1000.0;
}

}  // namespace

void append_number(std::string& out, std::int64_t value) {
  append_chars(out, value);
}
void append_number(std::string& out, std::uint64_t value) {
  append_chars(out, value);
}

void append_us(std::string& out, std::int64_t ns) {
  append_number(out, ns / 1000);
  const std::int64_t rest = ns % 1000;
  if (rest == 0) return;
  out += '.';
  out += static_cast<char>('0' + rest / 100);
  out += static_cast<char>('0' + rest / 10 % 10);
  out += static_cast<char>('0' + rest % 10);
}

void append_duration_us(std::string& out, std::int64_t begin_ns, std::int64_t end_ns) {
  const double begin = to_us(begin_ns);
  const double end = to_us(end_ns);
  if (begin + to_us(end_ns - begin_ns) == end || begin + (end - begin) != end)
    return append_us(out, end_ns - begin_ns);
  std::array<char, 64> text{};
  const auto result =
      std::to_chars(text.data(), text.data() + text.size(), end - begin, std::chars_format::fixed);
  out.append(text.data(), result.ptr);
}

std::int64_t drawable_end_ns(std::int64_t begin_ns, std::int64_t end_ns, std::int64_t floor_ns) {
  const double begin = to_us(begin_ns);
  const auto adds_up = [begin, begin_ns](std::int64_t at_ns) {
    const double end = to_us(at_ns);
    return begin + to_us(at_ns - begin_ns) == end || begin + (end - begin) == end;
  };
  for (std::int64_t step = 0; step <= max_step_ns; ++step) {
    if (end_ns - step >= floor_ns && adds_up(end_ns - step)) return end_ns - step;
    if (adds_up(end_ns + step)) return end_ns + step;
  }
  return end_ns;
}

void append_hex(std::string& out, std::uint64_t value) {
  std::array<char, 16> text{};
  const auto result = std::to_chars(text.data(), text.data() + text.size(), value, 16);
  out += "\"0x";
  out.append(text.data(), result.ptr);
  out += '"';
}

void append_text(std::string& out, std::string_view text, std::size_t max_bytes) {
  out += '"';
  std::size_t used = 0;
  while (!text.empty() && used < max_bytes) {
    const std::size_t length = utf8_length(text);
    if (length == 1)
      append_escaped(out, text[0]);
    else
      out += length == 0 ? replacement : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
    used += length == 0 ? 1 : length;
  }
  if (!text.empty()) out += "\xE2\x80\xA6";
  out += '"';
}

void append_event_name(std::string& out, std::string_view name) {
  if (name.empty()) name = "task";
  if (name == "Profile" || name == "ProfileChunk" || name == "CpuProfile") {
    out += "\"task ";
    out += name;
    out += '"';
    return;
  }
  append_text(out, name, 200);
}

}  // namespace loopscope

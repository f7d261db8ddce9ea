#include "tracer/cli/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace loopscope {
namespace {

/// A terminal that knows more than letters.
bool takes_control_characters(int file) {
  const char* term = std::getenv("TERM");
  return term != nullptr && std::string_view(term) != "dumb" && ::isatty(file) == 1;
}

}  // namespace

bool wants_colour(int file) {
  const char* no_color = std::getenv("NO_COLOR");
  return (no_color == nullptr || *no_color == '\0') && takes_control_characters(file);
}

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F are control characters too; in UTF-8 they begin with C2.
    const bool c1 =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte < 0x20 || byte == 0x7F)
      result += fmt::format("\\x{:02x}", byte);
    else if (c1)
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[++i]));
    else
      result += text[i];
  }
  return result;
}

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

void print_error(std::string_view text) noexcept {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

Progress::Progress(std::string_view what)
    : what_(what), terminal_(takes_control_characters(STDERR_FILENO)) {}

void Progress::show(std::optional<double> fraction) {
  if (!terminal_ || !fraction) return;
  constexpr int cells = 30;
  const int percent = static_cast<int>(std::clamp(*fraction, 0.0, 1.0) * 100);
  if (percent == percent_) return;
  percent_ = percent;
  const int full = percent * cells / 100;
  print_error(
      fmt::format("\r{} [{:#<{}}{:.<{}}] {:3d} %", what_, "", full, "", cells - full, percent));
}

void Progress::clear() {
  if (percent_ < 0) return;
  percent_ = -1;
  print_error("\r\x1b[K");
}

}  // namespace loopscope

#include "tracer/model/time_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace loopscope {
namespace {

struct Unit {
  std::string_view text;
  double ns;
};
constexpr auto units = std::to_array<Unit>(
    {{"", 1}, {"ns", 1}, {"us", 1e3}, {"µs", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 60e9}});

[[noreturn]] void not_a_time(std::string_view text) {
  throw std::invalid_argument(
      fmt::format("'{}' is no time. Write a number and a unit: 1.2ms, 300us, 5s, or plain "
                  "nanoseconds.",
                  text));
}

/// `value` with three significant digits.
std::string three_digits(double value, std::string_view unit) {
  const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f} {}", value, decimals, unit);
}

}  // namespace

std::int64_t parse_time(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (error != std::errc() || !std::isfinite(number)) not_a_time(text);
  std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  for (const Unit& known : units) {
    if (unit != known.text) continue;
    const double ns = std::round(number * known.ns);
    if (std::abs(ns) > 9e18) not_a_time(text);
    return static_cast<std::int64_t>(ns);
  }
  not_a_time(text);
}

std::string duration_text(std::int64_t ns) {
  if (ns < 0) return fmt::format("-{}", duration_text(-std::max<std::int64_t>(ns, -INT64_MAX)));
  const auto value = static_cast<double>(ns);
  if (ns < 1000) return fmt::format("{} ns", ns);
  if (value < 999.5e3) return three_digits(value / 1e3, "µs");
  if (value < 999.5e6) return three_digits(value / 1e6, "ms");
  return three_digits(value / 1e9, "s");
}

std::string moment_text(std::int64_t ns) {
  return fmt::format("{:.3f} ms", static_cast<double>(ns) / 1e6);
}

std::string bytes_text(std::uint64_t bytes) {
  const auto value = static_cast<double>(bytes);
  if (bytes == 1) return "1 byte";
  if (bytes < 1000) return fmt::format("{} bytes", bytes);
  if (value < 999.5e3) return three_digits(value / 1e3, "kB");
  if (value < 999.5e6) return three_digits(value / 1e6, "MB");
  return three_digits(value / 1e9, "GB");
}

}  // namespace loopscope

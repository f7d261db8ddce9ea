#include "tracer/export/chrome_text.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <string>

using namespace loopscope;

namespace {
std::string us(std::int64_t ns) {
  std::string text;
  append_us(text, ns);
  return text;
}
std::string quoted(std::string_view value, std::size_t max_bytes = 4096) {
  std::string text;
  append_text(text, value, max_bytes);
  return text;
}
std::string event_name(std::string_view value) {
  std::string text;
  append_event_name(text, value);
  return text;
}
}  // namespace

TEST_CASE("microseconds have three decimals", "[export]") {
  CHECK(us(0) == "0");
  CHECK(us(1) == "0.001");
  CHECK(us(1'234'567) == "1234.567");
  CHECK(us(20'000) == "20");
  CHECK(us(999'999'999'999'999) == "999999999999.999");
}

TEST_CASE("begin and length add up to the end, in doubles", "[export]") {
  std::mt19937_64 random(11);
  for (int i = 0; i < 100'000; ++i) {
    const auto digits = std::uniform_int_distribution<int>(1, 15)(random);
    std::int64_t top = 1;
    for (int d = 0; d < digits; ++d) top *= 10;
    const auto begin = std::uniform_int_distribution<std::int64_t>(1, top)(random);
    const auto wanted = begin + std::uniform_int_distribution<std::int64_t>(1, 1'000'000)(random);
    const std::int64_t end = drawable_end_ns(begin, wanted, wanted - i % 2);
    REQUIRE(std::abs(end - wanted) <= 20);
    REQUIRE(end >= wanted - i % 2);
    std::string text;
    append_duration_us(text, begin, end);
    const double sum = std::strtod(us(begin).c_str(), nullptr) + std::strtod(text.c_str(), nullptr);
    REQUIRE(sum == std::strtod(us(end).c_str(), nullptr));
    REQUIRE(text.size() <= 32);
  }
}

TEST_CASE("texts become valid UTF-8 without NUL or lone surrogates", "[export]") {
  CHECK(quoted("plain µ €") == "\"plain µ €\"");
  CHECK(quoted("a\"b\\c\nd") == R"("a\"b\\c\nd")");
  CHECK(quoted(std::string_view("\x01\x1f", 2)) == R"("\u0001\u001f")");
  CHECK(quoted(std::string_view("\0", 1)) == "\"\xEF\xBF\xBD\"");
  CHECK(quoted("\xED\xA0\x80").find("\xED\xA0") == std::string::npos);
  CHECK(quoted("\xC3") == "\"\xEF\xBF\xBD\"");
  CHECK(quoted("\xC0\xAF\xFF") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST_CASE("long texts are cut between characters", "[export]") {
  CHECK(quoted("abcdef", 3) == "\"abc\xE2\x80\xA6\"");
  CHECK(quoted("aµµ", 2) == "\"aµ\xE2\x80\xA6\"");
}

TEST_CASE("names are never empty and never one that importers take for their own", "[export]") {
  CHECK(event_name("") == "\"task\"");
  CHECK(event_name("Profile") == "\"task Profile\"");
  CHECK(event_name("poll") == "\"poll\"");
}

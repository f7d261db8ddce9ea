#include "tracer/model/time_text.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "tracer/cli/terminal.hpp"

using namespace loopscope;

TEST_CASE("times are read with and without a unit", "[cli]") {
  CHECK(parse_time("1.2ms") == 1'200'000);
  CHECK(parse_time("300us") == 300'000);
  CHECK(parse_time("300µs") == 300'000);
  CHECK(parse_time("5s") == 5'000'000'000);
  CHECK(parse_time("2 m") == 120'000'000'000);
  CHECK(parse_time("1234567") == 1'234'567);
  CHECK(parse_time("-5ns") == -5);
}

TEST_CASE("what is no time is refused", "[cli]") {
  for (const char* text :
       {"", "ms", "1.2 parsecs", "1e400s", "nan", "inf", "99999999999999s", "1ms2"})
    CHECK_THROWS_AS(parse_time(text), std::invalid_argument);
}

TEST_CASE("durations have three digits and a unit", "[cli]") {
  CHECK(duration_text(0) == "0 ns");
  CHECK(duration_text(999) == "999 ns");
  CHECK(duration_text(1'000) == "1.00 µs");
  CHECK(duration_text(41'240) == "41.2 µs");
  CHECK(duration_text(999'400) == "999 µs");
  CHECK(duration_text(999'600) == "1.00 ms");
  CHECK(duration_text(5'000'000) == "5.00 ms");
  CHECK(duration_text(62'500'000'000) == "62.5 s");
  CHECK(duration_text(-1'500) == "-1.50 µs");
  CHECK(duration_text(INT64_MIN).starts_with("-"));
}

TEST_CASE("bytes have a unit", "[cli]") {
  CHECK(bytes_text(1) == "1 byte");
  CHECK(bytes_text(13) == "13 bytes");
  CHECK(bytes_text(4'200'000) == "4.20 MB");
}

TEST_CASE("control characters of a trace do not reach the terminal", "[cli]") {
  CHECK(printable("plain µ €") == "plain µ €");
  CHECK(printable("\x1b[31mred\a") == "\\x1b[31mred\\x07");
  CHECK(printable("a\nb") == "a\\x0ab");
  CHECK(printable("\xC2\x9B"
                  "31m") == "\\x9b31m");
  CHECK(width("µs €") == 4);
}

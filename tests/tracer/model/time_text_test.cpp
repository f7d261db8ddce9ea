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

TEST_CASE("each unit begins where three digits of the one before end", "[cli]") {
  const std::pair<std::int64_t, const char*> borders[] = {
      {1'004, "1.00 µs"},          {9'994, "9.99 µs"},
      {9'996, "10.0 µs"},          {99'940, "99.9 µs"},
      {99'960, "100 µs"},          {999'499, "999 µs"},
      {999'500, "1.00 ms"},        {9'994'999, "9.99 ms"},
      {999'499'999, "999 ms"},     {999'500'000, "1.00 s"},
      {60'000'000'000, "60.0 s"},  {3'600'000'000'000, "3600 s"},
      {-999, "-999 ns"},           {-999'500, "-1.00 ms"},
      {INT64_MAX, "9223372037 s"}, {-INT64_MAX, "-9223372037 s"}};
  for (const auto& [ns, text] : borders) CHECK(duration_text(ns) == text);
}

TEST_CASE("a moment has microseconds, whatever its size", "[cli]") {
  CHECK(moment_text(0) == "0.000 ms");
  CHECK(moment_text(3'934'499) == "3.934 ms");
  CHECK(moment_text(-1'500) == "-0.002 ms");
  CHECK(moment_text(86'400'000'000'000) == "86400000.000 ms");
}

TEST_CASE("a time that is read is the one that was written, to the nanosecond", "[cli]") {
  CHECK(parse_time("0.000001ms") == 1);
  CHECK(parse_time("1.5ns") == 2);
  CHECK(parse_time("0.1s") == 100'000'000);
  CHECK(parse_time("9000000000s") == 9'000'000'000'000'000'000);
  CHECK(parse_time("-0.5m") == -30'000'000'000);
}

TEST_CASE("a time that does not fit, or has something behind it, is refused", "[cli]") {
  for (const char* text : {"9300000000s", "-9300000000s", "1,5ms", "+5ms", "0x10", "1e3", "5 ms ",
                           "5msms", ".", "-", "1.2.3s", "5MS"})
    CHECK_THROWS_AS(parse_time(text), std::invalid_argument);
}

TEST_CASE("bytes go over to the next unit as times do", "[cli]") {
  CHECK(bytes_text(0) == "0 bytes");
  CHECK(bytes_text(999) == "999 bytes");
  CHECK(bytes_text(1'000) == "1.00 kB");
  CHECK(bytes_text(999'499) == "999 kB");
  CHECK(bytes_text(999'500) == "1.00 MB");
  CHECK(bytes_text(UINT64_MAX) == "18446744074 GB");
}

#include "tracer/format/line_buffer.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace loopscope;

namespace {

std::string escaped(std::string_view text) {
  LineBuffer buffer;
  buffer.commit(put_escaped(buffer.reserve(text.size() * max_escaped_growth), text));
  return std::string(buffer.text());
}

}  // namespace

TEST_CASE("JSON's special characters are escaped", "[format]") {
  CHECK(escaped("plain") == "plain");
  CHECK(escaped("a\"b\\c") == R"(a\"b\\c)");
  CHECK(escaped("a\nb\tc\r") == R"(a\nb\tc\r)");
  CHECK(escaped(std::string_view("\0\x1f", 2)) == R"(\u0000\u001f)");
}

TEST_CASE("valid UTF-8 stays as it is", "[format]") {
  for (const std::string_view text : {"ä", "…", "😀", "\x7f", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"})
    CHECK(escaped(text) == text);
}

TEST_CASE("invalid UTF-8 becomes U+FFFD", "[format]") {
  CHECK(escaped("a\xFFz") == "a\uFFFDz");
  CHECK(escaped("\xC3") == "\uFFFD");                                // cut off
  CHECK(escaped("\xC0\x80") == "\uFFFD\uFFFD");                      // overlong
  CHECK(escaped("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");            // a surrogate
  CHECK(escaped("\xF4\x90\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");  // above U+10FFFF
  CHECK(escaped("\xC3(") == "\uFFFD(");
}

TEST_CASE("texts are cut between characters", "[format]") {
  CHECK(cut_text("abc", 3) == "abc");
  CHECK(cut_text("abc", 2) == "ab");
  CHECK(cut_text("aä", 2) == "a");
  CHECK(cut_text("😀", 3).empty());
}

TEST_CASE("a buffer keeps what it has when it grows", "[format]") {
  LineBuffer buffer;
  std::string expected;
  for (int i = 0; i < 1000; ++i) {
    buffer.commit(put_number(buffer.reserve(20), i));
    expected += std::to_string(i);
  }
  CHECK(buffer.text() == expected);
  buffer.clear();
  CHECK(buffer.text().empty());
}

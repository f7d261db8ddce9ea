// The fast way to read a line: the same event whichever way it is written and whatever was read
// before it.
#include "tracer/format/plain_line.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <string>

#include "tracer/format/event_line.hpp"
#include "tracer/format/object_reader.hpp"

using namespace loopscope;

namespace {

std::string padded(std::string_view line) {
  return std::string(line) + "\n" + std::string(line_padding, ' ');
}

// The event as a line with its keys in one order; "" where the line is not plain.
std::string read_as(std::string_view line, TraceEvent& event) {
  const std::string text = padded(line);
  const char* const end = read_plain_line(text.data(), event);
  if (end == nullptr) return "";
  CHECK(static_cast<std::size_t>(end - text.data()) == line.size());
  LineBuffer buffer;
  append_line(buffer, event);
  return std::string(buffer.text());
}

std::string read_as(std::string_view line) {
  TraceEvent event;
  return read_as(line, event);
}

}  // namespace

TEST_CASE("keys in another order than they are written in make the same event", "[format]") {
  const std::string written = read_as(
      R"({"t":5,"e":"task.queue","th":2,"id":4,"q":"timer","name":3,"by":6,"at":7,"fn":8,"due":-9,"repeat":true,"ref":false})");
  REQUIRE_FALSE(written.empty());
  CHECK(
      written ==
      read_as(
          R"({"ref":false,"due":-9,"repeat":true,"fn":8,"at":7,"by":6,"name":3,"q":"timer","id":4,"th":2,"e":"task.queue","t":5})"));
  CHECK(read_as(R"({"t":1,"e":"task.begin","id":2,"p":3})") ==
        read_as(R"({"t": 1, "p": 3, "id": 2, "e": "task.begin"})"));
}

TEST_CASE("numbers are read whatever their number of digits", "[format]") {
  std::string digits;
  for (int size = 1; size <= 18; ++size) {
    digits += static_cast<char>('0' + size % 10);
    INFO(digits);
    TraceEvent event;
    REQUIRE_FALSE(
        read_as(fmt::format(R"({{"t":{0},"e":"turn","n":-{0},"now":1}})", digits), event).empty());
    CHECK(event.t_ns == std::stoll(digits));
    CHECK(event.n == -std::stoll(digits));
    CHECK(event.when_ns == 1);
  }
  CHECK(read_as(fmt::format(R"({{"t":{}9,"e":"turn"}})", digits)).empty());
}

TEST_CASE("what is not plain is left to the thorough reader", "[format]") {
  for (const char* line :
       {R"({"t":01,"e":"turn"})", R"({"t":,"e":"turn"})", R"({"t":1,"e":"lunch"})",
        R"({"t":1,"e":"task.beginning.now"})", R"({"t":1,"e":"task.begi)",
        R"({"t":1,"e":"task\u002ebegin"})", R"({"t":1,"e":"task.begin","id":-1})",
        R"({"t":1,"e":"task.begin","id":1)", R"({"t":1,"e":"task.begin",})",
        R"({"t":1,"e":"phase.end","ph":"lunch"})", R"({"t":1})", R"({"t":1,"e":"turn"} )"}) {
    INFO(line);
    CHECK(read_as(line).empty());
  }
}

TEST_CASE("nothing stays of the event that was read before", "[format]") {
  TraceEvent event;
  const std::string log = padded(R"({"t":1,"e":"log","s":"err","text":"gone","task":4})");
  REQUIRE(read_plain_line(log.data(), event) != nullptr);
  REQUIRE(event.text == "gone");
  CHECK(read_as(R"({"t":2,"e":"task.end","id":3})", event) ==
        "{\"t\":2,\"e\":\"task.end\",\"id\":3}\n");
  CHECK(event.text.empty());
  CHECK(event.by == 0);
  event.event = Event::unknown;
  event.unknown_name = "later";
  static_cast<void>(read_as(R"({"t":2,"e":"task.end","id":3})", event));
  CHECK(event.unknown_name.empty());
}

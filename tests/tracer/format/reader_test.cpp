#include "tracer/format/reader.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/format/files.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Catch::Contains;

namespace {

// The reason why a line that stands alone behind the header is not valid.
std::string reason_for(std::string_view line) {
  const ReadResult read = read_text(std::string(line) + "\n");
  return read.problems.size() == 1 && read.problems[0].line == 2 ? read.problems[0].reason : "none";
}

}  // namespace

TEST_CASE("events are read with their fields", "[format]") {
  const ReadResult read = read_text(
      R"({"t":5,"e":"task.queue","th":2,"p":3,"id":4,"q":"tick","by":6,"due":-7,"delay":8,"ref":false})"
      "\n");
  REQUIRE(read.events.size() == 1);
  const TraceEvent& event = read.events[0];
  CHECK(event.line == 2);
  CHECK(event.t_ns == 5);
  CHECK(event.event == Event::task_queue);
  CHECK(event.thread == 2);
  CHECK(event.process == 3);
  CHECK(event.id == 4);
  CHECK(event.queue == Queue::tick);
  CHECK(event.by == 6);
  CHECK(event.when_ns == -7);
  CHECK(event.delay_ms == 8);
  CHECK_FALSE(event.ref);
  CHECK(event.has(Field::due));
  CHECK_FALSE(event.has(Field::name));
}

TEST_CASE("any valid JSON will do", "[format]") {
  const ReadResult read = read_text(
      "  { \"x\" : [{}, {\"t\":9}] , \"e\" : \"lo\\u0067\", \"t\" : 1, \"text\":\"a\\n\\u00e4ö\" "
      "}\r\n");
  REQUIRE(read.events.size() == 1);
  CHECK(read.events[0].event == Event::log);
  CHECK(read.events[0].t_ns == 1);
  CHECK(read.texts[0] == "a\näö");
}

TEST_CASE("events and fields of later versions are no damage", "[format]") {
  const ReadResult read = read_text(R"({"t":1,"e":"later","id":"text","q":5}
{"t":2,"e":"turn","n":1,"now":0,"text":{"deep":1},"new":null}
)");
  CHECK(read.problems.empty());
  REQUIRE(read.events.size() == 2);
  CHECK(read.events[0].event == Event::unknown);
  CHECK_FALSE(read.events[1].has(Field::text));
}

TEST_CASE("a line that is not valid is reported with its reason", "[format]") {
  CHECK_THAT(reason_for(""), Contains("not a JSON object"));
  CHECK_THAT(reason_for("[1]"), Contains("not a JSON object"));
  CHECK_THAT(reason_for(R"({"t":1,"e":"turn")"), Contains("not a JSON object"));
  CHECK_THAT(reason_for("{\"t\":1,\"e\":\"log\",\"text\":\"\xFF\"}"), Contains("UTF-8"));
  CHECK_THAT(reason_for(std::string_view("{\"t\":1,\0}", 9)), !Contains("none"));
  CHECK_THAT(reason_for(std::string(5000, '[')), Contains("not a JSON object"));
  CHECK(reason_for(R"({"e":"turn"})") == "has no \"t\"");
  CHECK(reason_for(R"({"t":1})") == "has no \"e\"");
  CHECK(reason_for(R"({"t":1.5,"e":"turn"})") == "\"t\" is not an integer of 64 bits");
  CHECK(reason_for(R"({"t":99999999999999999999,"e":"turn"})") ==
        "\"t\" is not an integer of 64 bits");
  CHECK_THAT(reason_for(R"({"t":1,"e":"turn","th":4294967296})"), Contains("\"th\" is not"));
  CHECK_THAT(reason_for(R"({"t":1,"e":"task.begin","id":-1})"), Contains("\"id\" is not"));
  CHECK_THAT(reason_for(R"({"t":1,"e":"phase.end","ph":"lunch"})"), Contains("\"ph\" is not"));
  CHECK_THAT(reason_for(R"({"t":1,"e":"handle.open","kind":"name"})"), Contains("\"kind\" is not"));
  CHECK_THAT(reason_for(R"({"kind":"tcp","t":1,"e":"def"})"), Contains("\"kind\" is not"));
  CHECK_THAT(reason_for(R"({"t":1,"e":"turn"}{"t":2,"e":"turn"})"), Contains("behind"));
}

TEST_CASE("what stands around damage is read", "[format]") {
  const ReadResult read = read_text(R"({"t":1,"e":"turn"}
nonsense
{"t":2,"e":"turn"}

{"t":3,"e":"end"}
)");
  REQUIRE(read.events.size() == 3);
  CHECK(read.events[2].line == 6);
  REQUIRE(read.problems.size() == 2);
  CHECK(read.problems[0].line == 3);
  CHECK(read.problems[1].line == 5);
  CHECK(read.closed);
}

TEST_CASE("a trace that was cut off reads up to the cut", "[format]") {
  const ReadResult read = read_text("{\"t\":1,\"e\":\"turn\"}\n{\"t\":2,\"e\":\"tu");
  CHECK(read.events.size() == 1);
  REQUIRE(read.problems.size() == 1);
  CHECK(read.problems[0].line == 3);
  CHECK_FALSE(read.closed);
}

TEST_CASE("the last line needs no newline", "[format]") {
  CHECK(read_text(R"({"t":1,"e":"end"})").closed);
}

TEST_CASE("lines that are too long are skipped", "[format]") {
  const std::string long_line =
      R"({"t":1,"e":"log","text":")" + std::string(5 << 20, 'x') + "\"}\n";
  const ReadResult read = read_text("{\"t\":1,\"e\":\"turn\"}\n" + long_line +
                                    "{\"t\":2,\"e\":\"turn\"}\n" + long_line);
  CHECK(read.events.size() == 2);
  CHECK(read.events[1].line == 4);
  REQUIRE(read.problems.size() == 2);
  CHECK(read.problems[0].line == 3);
  CHECK_THAT(read.problems[0].reason, Contains("longer than 1048576 bytes"));
  CHECK(read.problems[1].line == 5);
}

TEST_CASE("what is no trace is refused", "[format]") {
  const TemporaryDirectory directory;
  CHECK_THROWS_WITH(TraceReader(directory / "none"), Contains("No such file"));
  CHECK_THROWS_WITH(TraceReader(directory / "."), Contains("Is a directory"));
  CHECK_THROWS_WITH(TraceReader(write_file(directory / "e", "")), Contains("is empty"));
  CHECK_THROWS_WITH(TraceReader(write_file(directory / "x", "hello\n")), Contains("not a trace"));
  const std::string huge(max_header_bytes + 10, ' ');
  CHECK_THROWS_WITH(TraceReader(write_file(directory / "h", huge)), Contains("not a trace"));
}

TEST_CASE("more threads read the same", "[format]") {
  const TemporaryDirectory directory;
  std::string text(small_header);
  for (int i = 0; i < 20'000; ++i)
    text += i % 997 == 0
                ? "damage\n"
                : R"({"t":)" + std::to_string(i) + R"(,"e":"log","s":"out","text":"line\t)" +
                      std::to_string(i) + "\"}\n";
  const std::string path = write_file(directory / "t.jsonl", text);
  const ReadResult one = read_all(path, 1);
  const ReadResult three = read_all(path, 3);
  CHECK(one.events.size() == 20'000 - 21);
  CHECK(one.texts == three.texts);
  REQUIRE(one.problems.size() == 21);
  REQUIRE(three.problems.size() == 21);
  for (std::size_t i = 0; i < 21; ++i) CHECK(one.problems[i].line == three.problems[i].line);
  for (std::size_t i = 0; i < one.events.size(); ++i)
    if (one.events[i].line != three.events[i].line) FAIL("line " << one.events[i].line);
}

TEST_CASE("a growing file can be followed", "[format]") {
  const TemporaryDirectory directory;
  const std::string path = write_file(directory / "t.jsonl", small_header);
  TraceReader reader(path, {.threads = 2, .follow = true});
  CHECK(reader.next() == nullptr);
  std::ofstream file(path, std::ios::app);
  file << "{\"t\":1,\"e\":\"turn\"}\n{\"t\":2,\"e\":" << std::flush;
  const TraceEvent* event = reader.next();
  REQUIRE(event != nullptr);
  CHECK(event->t_ns == 1);
  CHECK(reader.next() == nullptr);
  file << "\"turn\"}\n" << std::flush;
  event = reader.next();
  REQUIRE(event != nullptr);
  CHECK(event->line == 3);
  CHECK(reader.problems() == 0);
}

TEST_CASE("progress ends at 1", "[format]") {
  const TemporaryDirectory directory;
  TraceReader reader(write_file(directory / "t", trace_of("{\"t\":1,\"e\":\"turn\"}\n")));
  while (reader.next() != nullptr) {
  }
  CHECK(reader.progress() == 1.0);
}

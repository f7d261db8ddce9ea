// What a line must say, key by key, and what the reader says where it does not.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/tracer/format/files.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Catch::Contains;

namespace {

// The reason why an event with this member is refused, "" if it is not.
std::string refused(std::string_view event, std::string_view member) {
  const ReadResult read = read_text(fmt::format("{{\"t\":1,\"e\":\"{}\",{}}}\n", event, member));
  return read.problems.empty() ? "" : read.problems[0].reason;
}

}  // namespace

TEST_CASE("each kind of value has a sentence of its own", "[format]") {
  CHECK(refused("turn", R"("n":"1")") == "\"n\" is not an integer of 64 bits");
  CHECK(refused("turn", R"("n":1e3)") == "\"n\" is not an integer of 64 bits");
  CHECK(refused("task.begin", R"("id":null)") ==
        "\"id\" is not an integer from 0 to 18446744073709551615");
  CHECK(refused("mark", R"("name":[])") == "\"name\" is not an integer from 0 to 4294967295");
  CHECK(refused("mark", R"("name":4294967296)") ==
        "\"name\" is not an integer from 0 to 4294967295");
  CHECK(refused("task.queue", R"("ref":1)") == "\"ref\" is not true or false");
  CHECK(refused("task.queue", R"("fn":true)") ==
        "\"fn\" is not the number of a location or the name of a function");
  CHECK(refused("task.queue", R"("q":"lunch")") == "\"q\" is not one of its words");
  CHECK(refused("task.queue", R"("q":7)") == "\"q\" is not one of its words");
  CHECK(refused("log", R"("text":7)") == "\"text\" is not a string");
}

TEST_CASE("the event's name is a string", "[format]") {
  const ReadResult read = read_text("{\"t\":1,\"e\":5}\n{\"t\":1,\"e\":null}\n");
  REQUIRE(read.problems.size() == 2);
  CHECK(read.problems[0].reason == "\"e\" is not a string");
}

TEST_CASE("numbers up to the ends of their types are read", "[format]") {
  CHECK(refused("turn", R"("n":9223372036854775807)").empty());
  CHECK(refused("turn", R"("n":-9223372036854775808)").empty());
  CHECK_THAT(refused("turn", R"("n":9223372036854775808)"), Contains("64 bits"));
  CHECK(refused("task.begin", R"("id":18446744073709551615)").empty());
  CHECK_THAT(refused("task.begin", R"("id":18446744073709551616)"), Contains("\"id\" is not"));
  CHECK(refused("mark", R"("name":4294967295)").empty());
}

TEST_CASE("numbers that JSON does not have are refused", "[format]") {
  for (const char* number : {"01", "+1", "1.", ".5", "0x10", "NaN", "Infinity", "1e", "--1"}) {
    INFO(number);
    CHECK_FALSE(refused("turn", fmt::format("\"n\":{}", number)).empty());
  }
}

TEST_CASE("words must be whole", "[format]") {
  for (const char* word : {"", "timer ", " timer", "Timer", "timers", "tim", "timer\\u0000"}) {
    INFO(word);
    CHECK(refused("task.queue", fmt::format("\"q\":\"{}\"", word)) ==
          "\"q\" is not one of its words");
  }
  CHECK(refused("task.queue", R"("q":"t\u0069mer")").empty());
}

TEST_CASE("a NUL behind a key makes another key, and is no JSON where it is not escaped",
          "[format]") {
  const std::string nul(1, '\0');
  for (const std::string& start : {std::string("{"), std::string("{  ")}) {
    const std::string raw = start + "\"t\":1,\"e\":\"turn\",\"n" + nul + "\":1}\n";
    CHECK(read_text(raw).problems.size() == 1);
    const ReadResult read = read_text(start + R"("t":1,"e":"turn","n\u0000":1})"
                                              "\n");
    REQUIRE(read.events.size() == 1);
    CHECK_FALSE(read.events[0].has(Field::n));
  }
}

TEST_CASE("a key may be written with escapes", "[format]") {
  const ReadResult read = read_text(R"({"\u0074":7,"\u0065":"turn","n":3,"no\u0077":0})"
                                    "\n");
  CHECK(read.problems.empty());
  REQUIRE(read.events.size() == 1);
  CHECK(read.events[0].t_ns == 7);
  CHECK(read.events[0].event == Event::turn);
  CHECK(read.events[0].has(Field::now));
}

TEST_CASE("keys that nobody knows are passed over, however long", "[format]") {
  const std::string key(100'000, 'k');
  const ReadResult read = read_text(
      fmt::format("{{\"{}\":{{\"t\":5}},\"t\":1,\"tt\":2,\"\":3,\"e\":\"turn\",\"n\":1}}\n", key));
  CHECK(read.problems.empty());
  REQUIRE(read.events.size() == 1);
  CHECK(read.events[0].t_ns == 1);
}

TEST_CASE("of a key that comes twice the later one counts, in both ways of reading", "[format]") {
  for (const char* start : {"{", "{  "}) {
    const ReadResult read =
        read_text(fmt::format("{}\"t\":1,\"e\":\"turn\",\"n\":1,\"n\":2,\"t\":4}}\n", start));
    REQUIRE(read.events.size() == 1);
    CHECK(read.events[0].n == 2);
    CHECK(read.events[0].t_ns == 4);
  }
}

TEST_CASE("fields are known only where their event has them", "[format]") {
  const ReadResult read = read_text(R"({"t":1,"e":"turn","n":1,"now":0,"id":"seven","q":5}
{"t":1,"e":"task.begin","id":"seven"}
)");
  REQUIRE(read.events.size() == 1);
  CHECK_FALSE(read.events[0].has(Field::id));
  CHECK_FALSE(read.events[0].has(Field::q));
  REQUIRE(read.problems.size() == 1);
  CHECK(read.problems[0].line == 3);
}

TEST_CASE("strings keep what JSON can say", "[format]") {
  const auto text_of = [](std::string_view json) {
    const ReadResult read =
        read_text(fmt::format("{{\"t\":1,\"e\":\"log\",\"text\":\"{}\"}}\n", json));
    return read.texts.empty() ? "refused: " + read.problems.at(0).reason : read.texts[0];
  };
  CHECK(text_of(R"(\ud83d\ude00)") == "😀");
  CHECK(text_of(R"(\/\b\f)") == "/\b\f");
  CHECK(text_of(R"(a\u0000b)") == std::string("a\0b", 3));
  CHECK_THAT(text_of(R"(\x41)"), Contains("refused"));
  CHECK_THAT(text_of("\xC3\x28"), Contains("refused") && Contains("UTF-8"));
  CHECK_THAT(text_of("\x01"), Contains("refused"));
  CHECK_THAT(text_of("\t"), Contains("refused"));
}

TEST_CASE("what stands behind a key that nobody knows is JSON all the same", "[format]") {
  for (const char* good : {"1", "-0.5e3", "null", "true", "[]", "{}", "[1,{\"a\":[null]}]"}) {
    CHECK(refused("log", fmt::format("\"s\":\"out\",\"text\":\"\",\"x\":{}", good)).empty());
    CHECK(refused("log", fmt::format("\"s\":\"out\",\"text\":\"\",\"due\":{}", good)).empty());
  }
  for (const char* bad : {"nope", "[1,,2]", "01", "\"\\q\"", "{\"a\" 1}", "[1,2}", "tru", "[1"}) {
    CHECK_THAT(refused("log", fmt::format("\"x\":{}", bad)), Contains("not JSON"));
    CHECK_THAT(refused("later.event", fmt::format("\"x\":{}", bad)), Contains("not JSON"));
  }
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  CHECK_THAT(refused("log", "\"x\":" + deep), Contains("too deep"));
}

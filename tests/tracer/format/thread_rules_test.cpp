// What validate() says about times, nesting, turns and phases of one thread.
#include <catch2/catch.hpp>

#include "tests/tracer/format/checked.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Catch::Contains;

namespace {

std::string classic_header() {
  std::string header(small_header);
  header.replace(header.find("modern"), 6, "classic");
  return header;
}

// Phases that begin and end in turn 1, at times that count up.
std::string turn_of(std::initializer_list<const char*> phases) {
  std::string lines = "{\"t\":0,\"e\":\"turn\",\"n\":1,\"now\":0}\n";
  int t = 0;
  for (const std::string phase : phases) {
    const std::string rest = ",\"ph\":\"" + phase + "\"";
    lines += "{\"t\":" + std::to_string(++t) + ",\"e\":\"phase.begin\"" + rest + ",\"len\":0}\n";
    lines += "{\"t\":" + std::to_string(++t) + ",\"e\":\"phase.end\"" + rest + "}\n";
  }
  return lines;
}

std::string nested_tasks(std::size_t depth) {
  std::string lines;
  for (std::size_t id = 1; id <= depth; ++id) {
    const std::string number = std::to_string(id);
    lines += "{\"t\":1,\"e\":\"task.queue\",\"id\":" + number + ",\"q\":\"io\"}\n";
    lines += "{\"t\":1,\"e\":\"task.begin\",\"id\":" + number + "}\n";
  }
  return lines;
}

}  // namespace

TEST_CASE("nothing is before the start of the trace", "[format]") {
  CHECK(finding("{\"t\":-5,\"e\":\"poll.wake\",\"ready\":0}\n") ==
        "is before the start of the trace: t is -5");
}

TEST_CASE("time that went backwards once is told once", "[format]") {
  CHECK(finding(R"({"t":9,"e":"poll.wake","ready":0}
{"t":5,"e":"poll.wake","ready":0}
{"t":9,"e":"poll.wake","ready":0}
)") == "goes back in time on thread 0: t is 5 after 9");
}

TEST_CASE("each process has threads of its own", "[format]") {
  CHECK(finding(R"({"t":9,"e":"poll.wake","ready":0}
{"t":5,"p":1,"e":"poll.wake","ready":0}
)") == "0 findings");
}

TEST_CASE("phases stand side by side", "[format]") {
  CHECK_THAT(finding(R"({"t":1,"e":"turn","n":1,"now":0}
{"t":2,"e":"phase.begin","ph":"poll","len":0}
{"t":3,"e":"phase.begin","ph":"check","len":0}
{"t":4,"e":"phase.end","ph":"check"}
{"t":5,"e":"phase.end","ph":"poll"}
)"),
             Contains("phase check begins inside of another phase or task"));
}

TEST_CASE("what ends began on the same thread", "[format]") {
  CHECK(finding("{\"t\":2,\"e\":\"phase.end\",\"ph\":\"poll\"}\n") ==
        "phase poll ends, but did not begin on this thread");
  const ValidationReport report = check(with_end(R"({"t":1,"e":"task.queue","id":1,"q":"io"}
{"t":2,"e":"task.begin","id":1}
{"t":3,"e":"task.end","th":1,"id":1}
)"));
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].line == 4);
  CHECK(report.findings[0].text == "task 1 ends, but did not begin on this thread");
}

TEST_CASE("turns and phases stand outside of tasks", "[format]") {
  CHECK_THAT(finding(R"({"t":1,"e":"turn","n":1,"now":0}
{"t":2,"e":"phase.begin","ph":"poll","len":0}
{"t":3,"e":"turn","n":2,"now":0}
{"t":4,"e":"phase.end","ph":"poll"}
)"),
             Contains("turn 2 begins inside of a phase or task"));
}

TEST_CASE("phases belong to turns; only the modern loop runs timers before them", "[format]") {
  const std::string timers = R"({"t":0,"e":"start","mode":"default","alive":"request"}
{"t":1,"e":"phase.begin","ph":"timers","len":0}
{"t":2,"e":"phase.end","ph":"timers"}
)";
  CHECK(finding(timers) == "0 findings");
  CHECK(finding(timers, 0, classic_header()) == "phase timers begins outside of a turn");
  CHECK(finding(R"({"t":1,"e":"phase.begin","ph":"check","len":0}
{"t":2,"e":"phase.end","ph":"check"}
)") == "phase check begins outside of a turn");
}

TEST_CASE("the whole modern turn is in order", "[format]") {
  CHECK(finding(turn_of({"pending", "idle", "prepare", "poll", "pending", "pending", "check",
                         "close", "timers"})) == "0 findings");
  CHECK_THAT(finding(turn_of({"timers", "poll"})),
             Contains("phase poll is out of the modern profile's order in turn 1"));
  CHECK_THAT(finding(turn_of({"close", "check"})), Contains("phase check is out of"));
  CHECK_THAT(finding(turn_of({"check", "check"})), Contains("phase check is out of"));
}

TEST_CASE("the whole classic turn is in order", "[format]") {
  const auto classic = [](std::initializer_list<const char*> phases) {
    return finding(turn_of(phases), 0, classic_header());
  };
  CHECK(classic({"timers", "pending", "idle", "prepare", "poll", "pending", "check", "close",
                 "timers"}) == "0 findings");
  CHECK_THAT(classic({"idle", "pending"}),
             Contains("phase pending is out of the classic profile's order in turn 1"));
  CHECK_THAT(classic({"poll", "timers", "close"}), Contains("phase close is out of the classic"));
}

TEST_CASE("a second run() counts its turns on, and begins with timers again", "[format]") {
  const std::string first = R"({"t":0,"e":"start","mode":"once","alive":"request"}
{"t":1,"e":"turn","n":1,"now":0}
{"t":2,"e":"stop","alive":"request"}
{"t":3,"e":"start","mode":"once","alive":"request"}
{"t":4,"e":"phase.begin","ph":"timers","len":0}
{"t":5,"e":"phase.end","ph":"timers"}
)";
  CHECK(finding(first + "{\"t\":6,\"e\":\"turn\",\"n\":2,\"now\":0}\n") == "0 findings");
  CHECK(finding(first + "{\"t\":6,\"e\":\"turn\",\"n\":1,\"now\":0}\n") ==
        "turn 1 begins after turn 1");
}

TEST_CASE("deep nesting is followed down to a limit", "[format]") {
  CHECK(finding(nested_tasks(4096)) == "0 findings");
  CHECK(finding(nested_tasks(4097)) == "nests deeper than 4096 on thread 0");
}

TEST_CASE("after a loss only what contradicts itself is told", "[format]") {
  CHECK(finding(R"({"t":1,"e":"turn","n":1,"now":0}
{"t":2,"e":"phase.begin","ph":"check","len":0}
{"t":3,"e":"drop","count":3,"from":2,"to":3}
{"t":4,"e":"phase.end","ph":"poll"}
{"t":5,"e":"phase.begin","ph":"prepare","len":0}
{"t":6,"e":"phase.end","ph":"prepare"}
)",
                3) == "0 findings");
  CHECK_THAT(finding(R"({"t":3,"e":"drop","count":3,"from":2,"to":3}
{"t":2,"e":"poll.wake","ready":0}
)",
                     3),
             Contains("goes back in time"));
}

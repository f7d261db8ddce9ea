#include "tracer/format/validate.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/format/checked.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Catch::Contains;

namespace {

constexpr std::string_view good_run = R"({"t":0,"e":"def","kind":"name","n":1,"text":"job"}
{"t":0,"e":"start","mode":"default","alive":"request"}
{"t":1,"e":"task.queue","id":1,"q":"check","name":1}
{"t":2,"e":"turn","n":1,"now":0}
{"t":3,"e":"phase.begin","ph":"poll","len":0}
{"t":4,"e":"phase.end","ph":"poll"}
{"t":5,"e":"phase.begin","ph":"check","len":1}
{"t":6,"e":"task.begin","id":1}
{"t":7,"e":"handle.open","id":2,"kind":"tcp","by":1}
{"t":8,"e":"tcp.connect","c":2,"peer":"127.0.0.1:1","task":1}
{"t":9,"e":"task.end","id":1}
{"t":10,"e":"phase.end","ph":"check"}
{"t":11,"e":"handle.close","id":2}
{"t":12,"e":"tcp.close","c":2}
)";

}  // namespace

TEST_CASE("a good trace is sound", "[format]") {
  const ValidationReport report = check(with_end(good_run));
  for (const Finding& each : report.findings) UNSCOPED_INFO(each.line << ": " << each.text);
  CHECK(report.sound());
  CHECK(report.closed);
  CHECK(report.events == 15);
}

TEST_CASE("a header says what exists, and when it began", "[format]") {
  const auto about = [](std::string_view replaced, std::string_view by) {
    std::string header(small_header);
    header.replace(header.find(replaced), replaced.size(), by);
    return finding("", 0, header);
  };
  CHECK(about("tsc", "sundial") == "\"clock\" is \"sundial\", not tsc, monotonic or virtual");
  CHECK(about("modern", "future") == "\"profile\" is \"future\", not modern or classic");
  CHECK_THAT(about("2026-11-23", "yesterday"), Contains("\"start\": ") && Contains("not a time"));
}

TEST_CASE("nothing stands behind the end", "[format]") {
  const ValidationReport report = check(with_end("") + R"({"t":1000,"e":"stop","alive":"none"})"
                                                       "\n");
  REQUIRE(report.findings.size() == 2);
  CHECK(report.findings[0].line == 3);
  CHECK(report.findings[0].text == "stands behind the \"end\" of the trace");
  CHECK_FALSE(report.closed);
}

TEST_CASE("damage behind the end leaves the trace cut off", "[format]") {
  const ValidationReport report = check(with_end("") + "damage\n");
  REQUIRE(report.findings.size() == 2);
  CHECK(report.findings[0].line == 3);
  CHECK_THAT(report.findings[1].text, Contains("cut off after line 3"));
}

TEST_CASE("a trace that was cut off is not sound", "[format]") {
  const ValidationReport report = check(good_run);
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].line == 0);
  CHECK_THAT(report.findings[0].text, Contains("cut off after line 15"));
}

TEST_CASE("damaged lines are findings", "[format]") {
  const ValidationReport report = check(with_end("damage\n"));
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].line == 2);
}

TEST_CASE("required fields are required", "[format]") {
  CHECK(finding(R"({"t":1,"e":"turn","n":1})"
                "\n") == "turn has no \"now\"");
}

TEST_CASE("time never goes backwards on one thread", "[format]") {
  CHECK_THAT(finding(R"({"t":5,"e":"poll.wake","ready":0}
{"t":4,"e":"poll.wake","ready":0}
)"),
             Contains("goes back in time on thread 0: t is 4 after 5"));
  CHECK(finding(R"({"t":5,"e":"poll.wake","ready":0}
{"t":4,"e":"poll.wake","ready":0,"th":1}
)") == "0 findings");
}

TEST_CASE("what is ready in poll is a handle or a task", "[format]") {
  CHECK_THAT(finding(R"({"t":1,"e":"poll.ready","id":5,"dir":"read"})"
                     "\n"),
             Contains("poll.ready of handle 5, which was not opened"));
  CHECK(finding(R"({"t":1,"e":"task.queue","id":5,"q":"pool"}
{"t":2,"e":"poll.ready","id":5,"dir":"read"}
)") == "0 findings");
}

TEST_CASE("tasks are queued before anything else", "[format]") {
  CHECK_THAT(finding(R"({"t":1,"e":"task.cancel","id":5})"
                     "\n"),
             Contains("task.cancel of task 5, which was not queued"));
  const std::string twice = R"({"t":1,"e":"task.queue","id":5,"q":"io"}
{"t":2,"e":"task.begin","id":5}
{"t":3,"e":"task.end","id":5}
{"t":4,"e":"task.begin","id":5}
)";
  CHECK_THAT(finding(twice), Contains("task.begin of task 5"));
}

TEST_CASE("a repeating task begins again, a moved one once", "[format]") {
  CHECK(finding(R"({"t":1,"e":"task.queue","id":5,"q":"io","repeat":true}
{"t":2,"e":"task.begin","id":5}
{"t":3,"e":"task.end","id":5}
{"t":4,"e":"task.begin","id":5}
{"t":5,"e":"task.cancel","id":5}
{"t":6,"e":"task.end","id":5}
{"t":7,"e":"task.queue","id":6,"q":"timer","due":9}
{"t":8,"e":"task.queue","id":6,"q":"timer","due":8}
{"t":9,"e":"task.cancel","id":6}
)") == "0 findings");
}

TEST_CASE("what began last ends first", "[format]") {
  CHECK_THAT(finding(R"({"t":1,"e":"task.queue","id":1,"q":"io"}
{"t":1,"e":"task.queue","id":2,"q":"io"}
{"t":2,"e":"task.begin","id":1}
{"t":3,"e":"task.begin","id":2}
{"t":4,"e":"task.end","id":1}
)"),
             Contains("task 1 ends, but what began inside of it did not end before"));
}

TEST_CASE("phases come in the profile's order", "[format]") {
  const std::string lines = R"({"t":1,"e":"turn","n":1,"now":0}
{"t":2,"e":"phase.begin","ph":"check","len":0}
{"t":3,"e":"phase.end","ph":"check"}
{"t":4,"e":"phase.begin","ph":"poll","len":0}
{"t":5,"e":"phase.end","ph":"poll"}
)";
  CHECK_THAT(finding(lines), Contains("phase poll is out of the modern profile's order in turn 1"));
}

TEST_CASE("turns count up", "[format]") {
  CHECK_THAT(finding(R"({"t":1,"e":"turn","n":2,"now":0}
{"t":2,"e":"turn","n":2,"now":0}
)"),
             Contains("turn 2 begins after turn 2"));
}

TEST_CASE("handles and connections are opened and not closed before", "[format]") {
  CHECK_THAT(finding(R"({"t":1,"e":"tcp.read","c":9,"n":1})"
                     "\n"),
             Contains("tcp.read of handle 9, which was not opened"));
  CHECK_THAT(finding(R"({"t":1,"e":"handle.open","id":9,"kind":"timer"}
{"t":2,"e":"tcp.read","c":9,"n":1}
)"),
             Contains("which is a timer"));
  CHECK_THAT(finding(R"({"t":1,"e":"handle.open","id":9,"kind":"tcp"}
{"t":2,"e":"tcp.close","c":9}
{"t":3,"e":"tcp.eof","c":9}
)"),
             Contains("tcp.eof of connection 9, which is closed"));
}

TEST_CASE("definitions come before their use, causes run", "[format]") {
  CHECK_THAT(finding(R"({"t":1,"e":"mark","name":7})"
                     "\n"),
             Contains("\"name\" is 7, which was not defined before"));
  CHECK_THAT(finding(R"({"t":1,"e":"task.queue","id":1,"q":"io","by":3})"
                     "\n"),
             Contains("task 3 caused it, which does not run"));
}

TEST_CASE("locations of tasks and of their callbacks are defined", "[format]") {
  CHECK(finding(R"({"t":1,"e":"task.queue","id":1,"q":"io","at":3})"
                "\n") == "\"at\" is 3, which was not defined before");
  CHECK(finding(R"({"t":1,"e":"task.queue","id":1,"q":"io","fn":4})"
                "\n") == "\"fn\" is 4, which was not defined before");
  CHECK(finding(R"({"t":1,"e":"def","kind":"name","n":3,"text":"a name"}
{"t":1,"e":"task.queue","id":1,"q":"io","at":3}
)") == "\"at\" is 3, which was not defined before");
  CHECK(finding(R"({"t":1,"e":"def","kind":"location","n":3,"text":"a.cpp","line":1}
{"t":1,"e":"task.queue","id":1,"q":"io","at":3,"fn":3}
)") == "0 findings");
}

TEST_CASE("numbers of definitions are not below 0", "[format]") {
  CHECK(finding(R"({"t":1,"e":"def","kind":"name","n":-3,"text":"a"})"
                "\n") == "defines number -3, which is below 0");
}

TEST_CASE("a drop lost something, between two times", "[format]") {
  CHECK(finding(R"({"t":9,"e":"drop","count":0,"from":1,"to":2})"
                "\n") == "drop of 0 records");
  CHECK(finding(R"({"t":9,"e":"drop","count":-2,"from":1,"to":2})"
                "\n") == "drop of -2 records");
  CHECK(finding(R"({"t":9,"e":"drop","count":4,"from":8,"to":2})"
                "\n",
                4) == "drop ends at 2, before it begins at 8");
}

TEST_CASE("the losses of all threads are reported", "[format]") {
  const ValidationReport report = check(with_end(R"({"t":9,"e":"drop","count":4,"from":1,"to":2}
{"t":9,"e":"drop","th":1,"count":3,"from":1,"to":2}
)",
                                                 7));
  CHECK(report.sound());
  CHECK(report.dropped == 7);
}

TEST_CASE("progress is told while a big trace is checked", "[format]") {
  const TemporaryDirectory directory;
  std::string text(small_header);
  for (int i = 0; i < 140'000; ++i) text += "{\"t\":1,\"e\":\"poll.wake\",\"ready\":0}\n";
  std::vector<double> told;
  const ValidationReport report = validate(write_file(directory / "t", text), {},
                                           [&told](double done) { told.push_back(done); });
  CHECK(report.events == 140'000);
  REQUIRE(told.size() == 2);
  CHECK(0 < told[0]);
  CHECK(told[0] <= told[1]);
  CHECK(told[1] <= 1);
}

TEST_CASE("end counts what stands before it", "[format]") {
  const ValidationReport report = check(R"({"t":1,"e":"end","exit":0,"events":4,"dropped":2})"
                                        "\n");
  REQUIRE(report.findings.size() == 2);
  CHECK_THAT(report.findings[0].text, Contains("counts 4 events, but 0"));
  CHECK_THAT(report.findings[1].text, Contains("counts 2 dropped"));
}

TEST_CASE("after a loss unknown ids are no findings", "[format]") {
  CHECK(finding(R"({"t":1,"e":"drop","count":3,"from":0,"to":1}
{"t":2,"e":"task.begin","id":5}
{"t":3,"e":"task.end","id":5}
{"t":3,"e":"task.end","id":6}
{"t":4,"e":"tcp.eof","c":7}
)",
                3) == "0 findings");
}

TEST_CASE("findings and memory have limits", "[format]") {
  std::string lines;
  for (int id = 1; id <= 50; ++id)
    lines += R"({"t":1,"e":"task.queue","id":)" + std::to_string(id) +
             R"(,"q":"nonsense"})"
             "\n" +
             R"({"t":1,"e":"task.queue","id":)" + std::to_string(id) +
             R"(,"q":"io"})"
             "\n";
  const ValidationReport report = check(with_end(lines), {.max_findings = 10, .max_live_ids = 20});
  CHECK(report.findings.size() == 10);
  CHECK(report.more_findings == 41);
}

TEST_CASE("pieces of a source text follow one another", "[format]") {
  const auto findings = [](std::string_view lines) {
    return check(with_end(lines)).findings.size();
  };
  CHECK(findings(R"({"t":0,"e":"source","file":"a.js","n":1,"text":"let"}
{"t":0,"e":"source","file":"a.js","n":2,"text":" a;"}
)") == 0);
  CHECK(findings(R"({"t":0,"e":"source","file":"a.js","n":2,"text":" a;"}
)") == 1);
  CHECK(findings(R"({"t":0,"e":"source","file":"a.js","text":" a;"}
)") == 2);
}

TEST_CASE("a header says how exact microtasks are, or nothing", "[format]") {
  for (const std::string_view word : {"exact", "hooks", "perhaps"}) {
    std::string header(small_header);
    header.insert(header.find("\"clock\""), "\"fidelity\":\"" + std::string(word) + "\",");
    CHECK(check(with_end(""), {}, header).sound() == (word != "perhaps"));
  }
}

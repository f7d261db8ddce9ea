// What validate() says about tasks, handles and connections that cannot be as the trace says.
#include <catch2/catch.hpp>

#include "tests/tracer/format/checked.hpp"

using namespace loopscope;
using namespace loopscope::test;

TEST_CASE("ids begin at 1", "[format]") {
  CHECK(finding("{\"t\":1,\"e\":\"task.begin\",\"id\":0}\n") == "has no task id: ids begin at 1");
  CHECK(finding("{\"t\":1,\"e\":\"handle.open\",\"id\":0,\"kind\":\"tcp\"}\n") ==
        "has no handle id: ids begin at 1");
}

TEST_CASE("tasks and handles have one row of ids", "[format]") {
  CHECK(finding(R"({"t":1,"e":"handle.open","id":4,"kind":"timer"}
{"t":2,"e":"task.queue","id":4,"q":"io"}
)") == "task 4 has the id of a handle");
  CHECK(finding(R"({"t":1,"e":"task.queue","id":4,"q":"io"}
{"t":2,"e":"handle.open","id":4,"kind":"timer"}
)") == "handle 4 is opened, but its id is in use");
  CHECK(finding(R"({"t":1,"e":"handle.open","id":4,"kind":"timer"}
{"t":2,"e":"handle.open","id":4,"kind":"timer"}
)") == "handle 4 is opened, but its id is in use");
}

TEST_CASE("a timer is due some time", "[format]") {
  CHECK(finding("{\"t\":1,\"e\":\"task.queue\",\"id\":4,\"q\":\"timer\"}\n") ==
        "timer task 4 has no \"due\"");
}

TEST_CASE("a task that runs does not begin", "[format]") {
  CHECK(finding(R"({"t":1,"e":"task.queue","id":4,"q":"io"}
{"t":2,"e":"task.begin","id":4}
{"t":3,"e":"task.begin","id":4}
{"t":4,"e":"task.end","id":4}
{"t":5,"e":"task.end","id":4}
)") == "2 findings");
  const ValidationReport report = check(R"({"t":1,"e":"task.queue","id":4,"q":"io"}
{"t":2,"e":"task.begin","id":4}
{"t":3,"e":"task.begin","id":4}
)");
  REQUIRE_FALSE(report.findings.empty());
  CHECK(report.findings[0].line == 4);
  CHECK(report.findings[0].text == "task 4 begins, but it runs already");
}

TEST_CASE("a task that left its queue does not begin", "[format]") {
  // It is cancelled while it runs, so that it is still known.
  CHECK(finding(R"({"t":1,"e":"task.queue","id":4,"q":"io","repeat":true}
{"t":2,"e":"task.begin","id":4}
{"t":3,"e":"task.cancel","id":4}
{"t":4,"e":"task.cancel","id":4}
{"t":5,"e":"task.end","id":4}
)") == "task 4 is cancelled, but it waits in no queue");
}

TEST_CASE("a task that waits does not end", "[format]") {
  const ValidationReport report = check(R"({"t":1,"e":"task.queue","id":4,"q":"io"}
{"t":2,"e":"task.end","id":4}
)");
  REQUIRE(report.findings.size() == 3);  // also its thread, and the cut
  CHECK(report.findings[0].text == "task 4 ends, but did not begin on this thread");
  CHECK(report.findings[1].text == "task 4 ends, but it did not begin");
}

TEST_CASE("only the pool's tasks work on workers", "[format]") {
  CHECK(finding(R"({"t":1,"e":"task.queue","id":4,"q":"io"}
{"t":2,"e":"pool.begin","th":1,"id":4,"worker":1}
)") == "task 4 runs on a worker, but was queued in io");
  CHECK(finding(R"({"t":1,"e":"task.queue","id":4,"q":"pool"}
{"t":2,"e":"pool.begin","th":1,"id":4,"worker":1}
{"t":3,"e":"pool.end","th":1,"id":4,"worker":1}
{"t":4,"e":"task.begin","id":4}
{"t":5,"e":"task.end","id":4}
)") == "0 findings");
  CHECK(finding("{\"t\":2,\"e\":\"pool.begin\",\"th\":1,\"id\":4,\"worker\":1}\n") ==
        "pool.begin of task 4, which was not queued");
}

TEST_CASE("ref and unref are of tasks that are there", "[format]") {
  CHECK(finding("{\"t\":1,\"e\":\"task.unref\",\"id\":9}\n") ==
        "task.unref of task 9, which was not queued");
  CHECK(finding("{\"t\":1,\"e\":\"handle.ref\",\"id\":9}\n") ==
        "handle.ref of handle 9, which was not opened");
}

TEST_CASE("poll waits for a timer that is there", "[format]") {
  CHECK(finding("{\"t\":1,\"e\":\"poll.wait\",\"timeout\":5,\"why\":\"timer\",\"id\":9}\n") ==
        "poll.wait of task 9, which was not queued");
  CHECK(finding("{\"t\":1,\"e\":\"poll.wait\",\"why\":\"no-timer\"}\n") == "0 findings");
}

TEST_CASE("a closing handle does not start or close again", "[format]") {
  CHECK(finding(R"({"t":1,"e":"handle.open","id":4,"kind":"async"}
{"t":2,"e":"handle.close","id":4}
{"t":3,"e":"handle.start","id":4}
)") == "handle 4 starts, but it is closing");
  CHECK(finding(R"({"t":1,"e":"handle.open","id":4,"kind":"async"}
{"t":2,"e":"handle.close","id":4}
{"t":3,"e":"handle.close","id":4}
)") == "handle 4 is closing already");
  CHECK(finding(R"({"t":1,"e":"handle.open","id":4,"kind":"async"}
{"t":2,"e":"handle.close","id":4}
{"t":3,"e":"handle.stop","id":4}
{"t":4,"e":"async.send","id":4}
{"t":5,"e":"handle.open","id":4,"kind":"timer"}
)") == "0 findings");
}

TEST_CASE("a connection is accepted by a server that is there", "[format]") {
  CHECK(finding(R"({"t":1,"e":"handle.open","id":4,"kind":"tcp"}
{"t":2,"e":"tcp.accept","c":4,"server":3}
)") == "tcp.accept of handle 3, which was not opened");
}

TEST_CASE("closed connections are remembered, but not for ever", "[format]") {
  std::string lines;
  constexpr int handles = 70'000;  // more than are remembered
  for (int id = 1; id <= handles; ++id) {
    const std::string number = std::to_string(id);
    lines += "{\"t\":1,\"e\":\"handle.open\",\"id\":" + number + ",\"kind\":\"tcp\"}\n";
    lines += "{\"t\":1,\"e\":\"handle.close\",\"id\":" + number + "}\n";
  }
  CHECK(finding(lines + "{\"t\":2,\"e\":\"handle.stop\",\"id\":70000}\n") == "0 findings");
  CHECK(finding(lines + "{\"t\":2,\"e\":\"handle.stop\",\"id\":1}\n") ==
        "handle.stop of handle 1, which was not opened");
}

TEST_CASE("beyond the limit of live ids nothing is guessed", "[format]") {
  std::string lines;
  for (int id = 1; id <= 30; ++id)
    lines += "{\"t\":1,\"e\":\"task.queue\",\"id\":" + std::to_string(id) + ",\"q\":\"io\"}\n";
  lines += "{\"t\":2,\"e\":\"task.begin\",\"id\":25}\n{\"t\":3,\"e\":\"task.end\",\"id\":25}\n";
  const ValidationReport report = check(with_end(lines), {.max_live_ids = 20});
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].line == 22);
  CHECK(report.findings[0].text ==
        "more than 20 tasks and handles are alive; from here on their ids are not checked");
}

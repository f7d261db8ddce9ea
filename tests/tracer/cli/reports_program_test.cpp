// stats, queues, alive, why and lint held against the lines of the trace.
#include <catch2/catch.hpp>
#include <set>

#include "tests/tracer/cli/recorded_trace.hpp"
#include "tests/tracer/cli/small_trace.hpp"

using namespace loopscope::test;

namespace {

/// What waits in each queue after the first `step` events, by the rule of docs/trace-format.md.
std::map<std::string, std::set<int>> waiting_after(const RecordedTrace& recorded, int step) {
  std::map<int, std::string> waiting;
  for (int i = 0; i < step; ++i) {
    const Json& event = recorded.events[static_cast<std::size_t>(i)];
    if (event["e"] == "task.queue") waiting[event["id"]] = event["q"];
    if (event["e"] == "task.begin" || event["e"] == "task.cancel") waiting.erase(event["id"]);
  }
  std::map<std::string, std::set<int>> queues;
  for (const auto& [id, queue] : waiting) queues[queue].insert(id);
  return queues;
}

/// Timers that are due 0.3 ms apart, and a callback that takes 80 ms.
constexpr std::string_view slow_body =
    R"({"t":1,"e":"task.queue","id":1,"q":"main"}
{"t":2,"e":"task.begin","id":1}
{"t":3,"e":"task.queue","id":2,"q":"check","by":1}
{"t":4,"e":"task.end","id":1}
{"t":5,"e":"start","mode":"default","alive":"handle"}
{"t":6,"e":"turn","n":1,"now":0}
{"t":7,"e":"phase.begin","ph":"check","len":1}
{"t":8,"e":"task.begin","id":2}
{"t":80000008,"e":"task.end","id":2}
{"t":80000009,"e":"phase.end","ph":"check"}
)";

}  // namespace

TEST_CASE("stats add up what the lines say", "[cli][stats]") {
  const RecordedTrace recorded("microtasks");
  const Json stats = recorded.parsed("stats T.jsonl --json");
  std::map<std::string, std::pair<int, std::int64_t>> ran;
  for (const Json& begin : recorded.all("task.begin")) {
    auto& [count, sum] = ran[recorded.of("task.queue", begin["id"])["q"]];
    ++count;
    sum += recorded.of("task.end", begin["id"])["t"].get<std::int64_t>() -
           begin["t"].get<std::int64_t>();
  }
  REQUIRE(ran.size() >= 4);
  CHECK(stats["queues"].size() == ran.size());
  for (const auto& [queue, sums] : ran) {
    CHECK(stats["queues"][queue]["ran"]["count"] == sums.first);
    CHECK(stats["queues"][queue]["ran"]["total_ns"] == sums.second);
  }
  CHECK(stats["turns"] == recorded.all("turn").size());
  CHECK(stats["tasks_run"] == recorded.all("task.begin").size());
  CHECK(stats["events"] == recorded.all("end")[0]["events"].get<std::size_t>() + 1);
}

TEST_CASE("stats as text list as many names as asked for", "[cli][stats]") {
  const RecordedTrace recorded("ordering");
  const std::string few = recorded.run("stats T.jsonl --names 1").out;
  CHECK(few.find("… and 4 more names (--names, --json)\n") != std::string::npos);
  CHECK(recorded.run("stats T.jsonl").out.find("more names") == std::string::npos);
}

TEST_CASE("queues hold at every step what its lines leave there", "[cli][queues]") {
  const RecordedTrace recorded("ordering");
  const int last = static_cast<int>(recorded.events.size());
  for (int step = 0; step <= last; step += 6) {
    const Json report = recorded.parsed("queues T.jsonl --json --step " + std::to_string(step));
    std::map<std::string, std::set<int>> queues;
    for (const auto& [queue, tasks] : report["queues"].items())
      for (const Json& task : tasks) queues[queue].insert(task["id"].get<int>());
    INFO("step " << step);
    CHECK(queues == waiting_after(recorded, step));
    CHECK(report["step"] == step);
    CHECK(report["events"] == last);
  }
}

TEST_CASE("a moment is a time or a step, the end without either, and exists", "[cli][queues]") {
  const RecordedTrace recorded("ordering");
  const std::string t = std::to_string(recorded.events[20]["t"].get<int>());
  CHECK(recorded.parsed("queues T.jsonl --json --at " + t)["step"] == 21);
  CHECK(recorded.parsed("queues T.jsonl --json --at 0")["step"] == 0);
  const std::size_t size = recorded.events.size();
  CHECK(recorded.parsed("queues T.jsonl --json")["step"] == size);
  const auto beyond = recorded.run("queues T.jsonl --step " + std::to_string(size + 1));
  CHECK(beyond.exit_code == 2);
  CHECK(beyond.err.find("Choose one up to " + std::to_string(size)) != std::string::npos);
  CHECK(recorded.run("queues T.jsonl --step 1 --at 1ms").exit_code == 2);
}

TEST_CASE("alive names what keeps the loop, who queued it and since when", "[cli][alive]") {
  const RecordedTrace recorded("ordering");
  const Json alive = recorded.parsed("alive T.jsonl --step 8 --json")["alive"];
  REQUIRE(alive.size() == 2);
  CHECK(alive[0]["name"] == "timeout#2");
  CHECK(alive[1]["name"] == "immediate#3");
  CHECK(alive[1]["by"] == "main#1");
  CHECK(alive[1]["since_step"] == 4);
  CHECK(recorded.parsed("alive T.jsonl --json")["alive"].empty());
  CHECK(recorded.run("alive T.jsonl").out.find("nothing keeps the loop alive. Choose another") !=
        std::string::npos);
}

TEST_CASE("why says the same whichever of the two is named first", "[cli][why]") {
  const RecordedTrace recorded("ordering");
  Json one = recorded.parsed("why T.jsonl tick immediate --json");
  Json other = recorded.parsed("why T.jsonl immediate tick --json");
  CHECK(one["verdict"] == "guaranteed");
  CHECK(one["swapped"] != other["swapped"]);
  one.erase("swapped");
  other.erase("swapped");
  CHECK(one["steps"] == other["steps"]);
  CHECK(one["first"] == other["first"]);
}

TEST_CASE("what means several things or none is refused, with what there is", "[cli][why]") {
  const RecordedTrace recorded("ordering");
  const auto several = recorded.run("why T.jsonl 'in timeout'");
  CHECK(several.exit_code == 2);
  CHECK(several.err.find("\"tick in timeout\"") != std::string::npos);
  CHECK(several.err.find("\"promise in timeout\"") != std::string::npos);
  CHECK(several.out.empty());
  const auto none = recorded.run("why T.jsonl imediate tick");
  CHECK(none.exit_code == 2);
  CHECK(none.err.find("Did you mean 'immediate'?") != std::string::npos);
}

TEST_CASE("lint fails on what it finds, unless told otherwise", "[cli][lint]") {
  const Workplace place;
  place.write("T.jsonl", std::string(header).append(slow_body));
  const auto found = place.run("lint T.jsonl --json");
  CHECK(found.exit_code == 1);
  const Json findings = Json::parse(found.out)["findings"];
  REQUIRE(findings.size() == 1);
  CHECK(findings[0]["lint"] == "slow-callback");
  CHECK(findings[0]["step"] == 8);
  CHECK(place.run("lint T.jsonl --fail-on none").exit_code == 0);
  CHECK(place.run("lint T.jsonl --fail-on race,starvation").exit_code == 0);
  CHECK(place.run("lint T.jsonl --fail-on race,slow-callback").exit_code == 1);
  CHECK(place.run("lint T.jsonl --callback 0.1s").out == "Nothing found.\n");
  CHECK(place.run("lint T.jsonl --fail-on slowness").exit_code == 2);
}

// `loopscope timeline` held against the lines of the trace.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/tracer/cli/recorded_trace.hpp"
#include "tests/tracer/cli/small_trace.hpp"

using namespace loopscope::test;

namespace {

std::vector<Json> of_kind(const std::vector<Json>& items, const std::string& kind) {
  std::vector<Json> found;
  std::copy_if(items.begin(), items.end(), std::back_inserter(found),
               [&kind](const Json& item) { return item["kind"] == kind; });
  return found;
}

std::vector<Json> timeline(const Workplace& place, const std::string& options = "") {
  return parse_lines(place.run("timeline T.jsonl --json " + options).out);
}

}  // namespace

TEST_CASE("every callback of the trace is an item, with what its lines say", "[cli][timeline]") {
  const RecordedTrace recorded("ordering");
  const std::vector<Json> tasks = of_kind(timeline(recorded), "task");
  const std::vector<Json> begins = recorded.all("task.begin");
  REQUIRE(tasks.size() == begins.size());
  REQUIRE(tasks.size() == 10);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const Json& task = tasks[i];
    const Json queued = recorded.of("task.queue", task["id"]);
    INFO(task);
    CHECK(task["id"] == begins[i]["id"]);
    CHECK(task["t"] == begins[i]["t"]);
    CHECK(task["took"] ==
          recorded.of("task.end", task["id"])["t"].get<int>() - task["t"].get<int>());
    CHECK(task["q"] == queued["q"]);
    CHECK(task["name"] == recorded.names.at(queued["name"]));
    CHECK(task["queued"] == queued["t"]);
    CHECK(task.value("by", 0) == queued.value("by", 0));
    CHECK(task.value("due", 0) == queued.value("due", 0));
    CHECK(task["file"].get<std::string>().ends_with("ordering.cpp"));
  }
}

TEST_CASE("lines of output stand in their callbacks", "[cli][timeline]") {
  const RecordedTrace recorded("ordering");
  std::uint64_t task = 0;
  std::vector<Json> logs;
  for (const Json& item : timeline(recorded)) {
    if (item["kind"] == "task") task = item["id"];
    if (item.value("e", "") != "log") continue;
    CHECK(item["by"] == task);
    logs.push_back(item["text"]);
  }
  std::vector<Json> texts;
  for (const Json& log : recorded.all("log")) texts.push_back(log["text"]);
  CHECK(logs == texts);
}

TEST_CASE("turns and phases in which nothing happened are left out, others are whole",
          "[cli][timeline]") {
  const RecordedTrace recorded("ordering");
  const std::vector<Json> items = timeline(recorded);
  std::vector<std::string> phases;
  for (const Json& item : of_kind(items, "phase")) phases.push_back(item["ph"]);
  CHECK(phases == std::vector<std::string>{"timers", "check"});
  const std::vector<Json> turns = of_kind(items, "turn");
  REQUIRE(turns.size() == 1);
  CHECK(turns[0]["n"] == 1);
  CHECK(turns[0]["now"] == recorded.all("turn")[0]["now"]);
  CHECK(items.back()["e"] == "end");
  CHECK(items.back()["exit"] == 0);
}

TEST_CASE("with --all, it adds what is queued, and leaves the rest as it was", "[cli][timeline]") {
  const RecordedTrace recorded("ordering");
  std::vector<Json> all = timeline(recorded, "--all");
  const auto is_queued = [](const Json& item) { return item.value("e", "") == "task.queue"; };
  CHECK(std::count_if(all.begin(), all.end(), is_queued) ==
        static_cast<std::ptrdiff_t>(recorded.all("task.queue").size()));
  std::erase_if(all, is_queued);
  CHECK(all == timeline(recorded));
}

TEST_CASE("with --from and --to, any unit is taken, and what overlaps is shown",
          "[cli][timeline]") {
  const RecordedTrace recorded("ordering");
  const Json check = recorded.of("task.begin", 3);  // the immediate
  const std::string from = std::to_string(check["t"].get<int>());
  const auto items = timeline(recorded, "--from " + from + "ns --to 2.000055ms");
  const auto tasks = of_kind(items, "task");
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0]["id"] == 3);
  CHECK(of_kind(items, "phase").at(0)["ph"] == "check");
  CHECK(of_kind(items, "turn").size() == 1);
  CHECK(timeline(recorded, "--from " + from + " --to 2000.055us") == items);
}

TEST_CASE("what waits at the end is listed, and how many more", "[cli][timeline]") {
  const Workplace place;
  std::string lines(header);
  for (int id = 1; id <= 13; ++id)
    lines += R"({"t":5,"e":"task.queue","id":)" + std::to_string(id) +
             R"(,"q":"timer","due":7})"
             "\n";
  place.write("T.jsonl", lines);
  const auto items = timeline(place);
  CHECK(of_kind(items, "waiting").size() == 10);
  CHECK(of_kind(items, "more").at(0)["n"] == 3);
  CHECK(items.back() == Json({{"kind", "cut"}}));
  CHECK(place.run("timeline T.jsonl").out.find("never ran") != std::string::npos);
}

TEST_CASE("a trace is read from a pipe and compressed as from a file", "[cli][timeline]") {
  const RecordedTrace recorded("ordering");
  const std::string text = recorded.run("timeline T.jsonl").out;
  CHECK(recorded.run("timeline - <T.jsonl").out == text);
  CHECK(recorded.run("timeline /dev/stdin <T.jsonl").out == text);
  static_cast<void>(recorded.run("merge T.jsonl T.jsonl -o TT.jsonl.zst"));
  static_cast<void>(recorded.run("merge T.jsonl T.jsonl -o TT.jsonl"));
  CHECK(recorded.read("TT.jsonl.zst").size() < recorded.read("TT.jsonl").size());
  CHECK(recorded.run("timeline TT.jsonl.zst").out == recorded.run("timeline TT.jsonl").out);
}

TEST_CASE("colours are for terminals that want them, control characters for those that know them",
          "[cli][timeline]") {
  const Workplace place;
  place.write("T.jsonl", trace());
  const auto has = [&place](const std::string& what, const std::string& environment) {
    static_cast<void>(place.run("--version >/dev/null; env " + environment +
                                " script -qec '" LOOPSCOPE_PROGRAM " timeline T.jsonl' /dev/null"));
    const std::string text = place.read("out.txt");
    REQUIRE(text.find("a line") != std::string::npos);
    return text.find(what) != std::string::npos;
  };
  const std::string bold = "\x1b[1m";
  CHECK(has(bold, "TERM=xterm"));
  CHECK(has(bold, "TERM=xterm NO_COLOR="));
  CHECK_FALSE(has(bold, "TERM=xterm NO_COLOR=1"));
  CHECK_FALSE(has("\x1b", "TERM=dumb"));
  CHECK_FALSE(has("\x1b", "-u TERM"));
}

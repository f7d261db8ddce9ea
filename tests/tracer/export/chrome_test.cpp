#include "tracer/export/chrome.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "tests/temporary_directory.hpp"
#include "tests/tracer/export/chrome_check.hpp"
#include "tests/tracer/export/random_trace.hpp"
#include "tests/tracer/model/script.hpp"

using namespace loopscope;

namespace {

std::string exported(const Script& script, ChromeOptions options = {},
                     std::size_t window = HoleFile::default_window_bytes) {
  const test::TemporaryDirectory folder;
  const std::string path = folder / "out.json";
  TraceHeader header;
  header.pid = 4242;
  header.process = "puzzle";
  HoleFile file(path, window);
  ChromeExporter exporter(file, header, options);
  script.play(exporter);
  exporter.finish();
  file.close();
  return test::read_file(path);
}

std::string faults(const ChromeCheck& check) {
  std::string text;
  for (const std::string& fault : check.faults()) text += fault + "\n";
  return text;
}

}  // namespace

TEST_CASE("the ordering puzzle exports with slices and arrows", "[export]") {
  const ChromeCheck check(exported(ordering_script()));
  CHECK(faults(check) == "");
  CHECK(check.count("X") == 4 + 2 + 2);  // callbacks, turns, phases
  CHECK(check.count("s") == 3);
  CHECK(check.count("f") == 3);
  const nlohmann::json timer = check.slice("timeout");
  CHECK(timer.at("ts") == 1002.0);
  CHECK(timer.at("dur") == 3.0);
  CHECK(timer.at("tid") == 4242);
  CHECK(timer.at("args").at("by") == 1);
  CHECK(timer.at("args").at("at") == "ordering.cpp:12");
  CHECK(timer.at("args").at("late_us") == 2.0);
}

TEST_CASE("without args, slices have none", "[export]") {
  const ChromeCheck check(exported(ordering_script(), {.args = false}));
  CHECK(faults(check) == "");
  for (const nlohmann::json& event : check.events())
    if (event.at("ph") == "X") CHECK_FALSE(event.contains("args"));
}

TEST_CASE("an empty trace still exports to something that opens", "[export]") {
  CHECK(faults(ChromeCheck(exported(Script()))).empty());
}

TEST_CASE("what is open at the end is closed and marked", "[export]") {
  Script script;
  script.queue(1, 1, Queue::main);
  script.add(2, Event::task_begin, 1);
  script.add(50, Event::tcp_connect, 9).peer = "127.0.0.1:1";
  script.queue(60, 2, Queue::timer, 1);
  script.log(100, "cut");
  const ChromeCheck check(exported(script));
  CHECK(faults(check) == "");
  CHECK(check.slice("main").at("args").at("incomplete") == true);
  CHECK(check.count("s") == 0);  // the timer never ran
  CHECK(check.count("b") == 2);  // connection and connecting
}

TEST_CASE("work on the pool has arrows there and back", "[export]") {
  Script script;
  script.define(DefinitionKind::thread, 1, "worker 1", 4243);
  script.queue(1, 1, Queue::main);
  script.add(100, Event::task_begin, 1);
  script.queue(200, 2, Queue::pool, 1);
  script.add(300, Event::task_end, 1);
  script.thread = 1;
  script.add(400, Event::pool_begin, 2).n = 1;
  script.add(500, Event::pool_end, 2).n = 1;
  script.thread = 0;
  script.run(600, 700, 2);
  const ChromeCheck check(exported(script));
  CHECK(faults(check) == "");
  CHECK(check.count("s") == 2);
  CHECK(check.count("f") == 2);
  bool on_worker = false;
  for (const nlohmann::json& event : check.events())
    on_worker = on_worker || (event.at("ph") == "X" && event.at("tid") == 4243);
  CHECK(on_worker);
}

TEST_CASE("events that share their times keep their nesting", "[export]") {
  Script script;
  script.turn(10, 1);
  script.phase(10, Event::phase_begin, Phase::timers);
  for (std::uint64_t id = 1; id <= 20; ++id) {
    script.queue(10, id, Queue::timer);
    script.run(10, 10, id);
  }
  script.phase(10, Event::phase_end, Phase::timers);
  script.turn(10, 2);
  const ChromeCheck check(exported(script));
  CHECK(faults(check) == "");
  CHECK(check.count("f") == 20);
}

TEST_CASE("two processes with one pid get two", "[export]") {
  Script script;
  for (const std::uint32_t process : {0U, 1U}) {
    script.process = process;
    script.define(DefinitionKind::process, process, "twin", 77);
    script.run(10, 20, 1 + process);
  }
  const ChromeCheck check(exported(script));
  CHECK(faults(check) == "");
  std::set<std::int64_t> pids;
  for (const nlohmann::json& event : check.events())
    pids.insert(event.at("pid").get<std::int64_t>());
  CHECK(pids.size() == 2);
}

TEST_CASE("times beyond what importers keep are left out", "[export]") {
  Script script;
  script.run(10, 20, 1);
  script.run(INT64_MAX - 1, INT64_MAX, 2);
  const ChromeCheck check(exported(script));
  CHECK(faults(check) == "");
  CHECK(check.count("X") == 1);
}

TEST_CASE("random traces, sound and damaged, keep every rule", "[export]") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const RandomTrace trace(seed, seed % 3 == 0);
    const std::size_t window = seed % 2 == 0 ? 64 : HoleFile::default_window_bytes;
    INFO("seed " << seed);
    const ChromeCheck check(exported(trace.script(), {.args = seed % 5 != 0}, window));
    REQUIRE(faults(check) == "");
    CHECK(check.count("X") > 0);
  }
}

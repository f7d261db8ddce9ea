#include "tracer/cli/queues_report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tracer/model/loaded.hpp"

using namespace loopscope;

TEST_CASE("queues as text name tasks, who queued them and what runs", "[cli][queues]") {
  const Loaded loaded(ordering_script());
  CHECK(queues_text(loaded.trace, 4, false, 10) ==
        "Step 4 of 21  at 0.004000 ms, after task.queue\n"
        "  main#1\n"
        "\ntimer 1\n"
        "  timeout#2  due in 996 µs  ← #1 @ordering.cpp:12\n"
        "\ntick 1\n"
        "  tick#3  ← #1\n");
}

TEST_CASE("queues as text say when nothing waits, and list no more than asked for",
          "[cli][queues]") {
  Script script;
  for (std::uint64_t id = 1; id <= 5; ++id) script.queue(1, id, Queue::tick);
  const Loaded loaded(script);
  CHECK(queues_text(loaded.trace, 0, false, 2).find("No task waits.") != std::string::npos);
  CHECK(queues_text(loaded.trace, 5, false, 2).find("  … and 3 more\n") != std::string::npos);
}

TEST_CASE("queues as JSON hold every task in order", "[cli][queues]") {
  const Loaded loaded(ordering_script());
  const auto json = nlohmann::json::parse(queues_json(loaded.trace, 4));
  CHECK(json["step"] == 4);
  CHECK(json["queues"]["timer"][0]["id"] == 2);
  CHECK(json["queues"]["timer"][0]["due"] == 1'000'000);
  CHECK(json["queues"]["timer"][0]["line"] == 12);
  CHECK(json["running"][0]["name"] == "main");
  CHECK(json["console"].empty());
}

TEST_CASE("of what runs, tasks and steps of the start-up have names, turns have numbers",
          "[cli][queues]") {
  Script script;
  script.define(DefinitionKind::name, 2, "load");
  script.add(1, Event::boot_begin).name = 2;
  script.add(2, Event::boot_end).name = 2;
  script.turn(3, 1);
  script.turn(4, 2);
  script.phase(5, Event::phase_begin, Phase::check);
  script.add(6, Event::task_begin, 7);
  const Loaded loaded(script);
  const auto boot = nlohmann::json::parse(queues_json(loaded.trace, 1))["running"];
  CHECK(boot[0]["name"] == "load");
  const auto running = nlohmann::json::parse(queues_json(loaded.trace, 6))["running"];
  REQUIRE(running.size() == 3);
  CHECK(running[0] == nlohmann::json({{"e", "turn"}, {"t", 4}, {"n", 2}}));
  CHECK(running[1] == nlohmann::json({{"e", "phase.begin"}, {"t", 5}, {"ph", "check"}}));
  CHECK(running[2] == nlohmann::json({{"e", "task.begin"}, {"t", 6}, {"id", 7}}));
}

TEST_CASE("handles as JSON say what they are and whether they keep the loop alive",
          "[cli][queues]") {
  Script script;
  script.define(DefinitionKind::name, 2, "listener");
  TraceEvent& opened = script.add(1, Event::handle_open, 5);
  opened.kind = HandleKind::tcp_server;
  opened.name = 2;
  script.add(2, Event::handle_start, 5);
  script.add(3, Event::handle_unref, 5);
  script.add(4, Event::handle_close, 5);
  const Loaded loaded(script);
  const auto handle = [&](std::uint32_t step) {
    return nlohmann::json::parse(queues_json(loaded.trace, step))["handles"][0];
  };
  nlohmann::json expected = {
      {"id", 5},      {"kind", "tcp-server"}, {"name", "listener"},  {"active", true},
      {"ref", false}, {"closing", false},     {"keeps_alive", false}};
  CHECK(handle(3) == expected);
  expected["closing"] = expected["keeps_alive"] = true;
  expected["active"] = false;
  CHECK(handle(4) == expected);
}

TEST_CASE("queues as text say how a pool task is doing, and who is unref'd", "[cli][queues]") {
  Script script;
  script.queue(1, 1, Queue::pool);
  script.queue(1, 2, Queue::pool);
  TraceEvent& timer = script.queue(1, 3, Queue::timer);
  timer.when_ns = 4;
  timer.ref = false;
  script.thread = 2;
  script.add(2, Event::pool_begin, 1);
  script.add(3, Event::pool_end, 1);
  script.add(9, Event::pool_begin, 2);
  const Loaded loaded(script);
  CHECK(queues_text(loaded.trace, 6, false, 10) ==
        "Step 6 of 6  at 0.000009 ms, after pool.begin\n"
        "  thread 2 : pool#2\n"
        "\ntimer 1\n  timer#3  due since 5 ns  unref'd\n"
        "\npool 2\n  pool#1  done, its callback waits\n  pool#2  on a worker\n");
}

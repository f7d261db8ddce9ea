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

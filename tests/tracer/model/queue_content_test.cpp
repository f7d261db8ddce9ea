#include "tracer/model/queue_content.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/model/loaded.hpp"

using namespace loopscope;

namespace {

using Ids = std::vector<std::uint32_t>;

Ids ids(const Trace& trace, Queue queue, std::size_t limit,
        std::optional<std::uint32_t> process = std::nullopt) {
  Ids result;
  for (const auto* task : queue_content(trace, trace.last_state(), queue, limit, process))
    result.push_back(task->id);
  return result;
}

/// Ids 1 to 6, the odd ones in process 1.
Loaded queued_in_turns(Queue queue) {
  Script script;
  for (std::uint64_t id = 1; id <= 6; ++id) {
    script.process = static_cast<std::uint32_t>(id % 2);
    script.queue(1, id, queue).when_ns = static_cast<std::int64_t>(100 - id);
  }
  return Loaded(script);
}

}  // namespace

TEST_CASE("of a merged trace each process has its own queues", "[model][state]") {
  const Loaded ticks = queued_in_turns(Queue::tick);
  CHECK(ids(ticks.trace, Queue::tick, 100, 0) == Ids{2, 4, 6});
  CHECK(ids(ticks.trace, Queue::tick, 100, 1) == Ids{1, 3, 5});
  CHECK(waiting_in(ticks.trace, ticks.trace.last_state(), Queue::tick, 1) == 3);
  const Loaded timers = queued_in_turns(Queue::timer);
  CHECK(ids(timers.trace, Queue::timer, 100, 0) == Ids{6, 4, 2});
}

TEST_CASE("a limit keeps those that come first", "[model][state]") {
  CHECK(ids(queued_in_turns(Queue::tick).trace, Queue::tick, 2) == Ids{1, 2});
  CHECK(ids(queued_in_turns(Queue::tick).trace, Queue::tick, 2, 0) == Ids{2, 4});
  CHECK(ids(queued_in_turns(Queue::timer).trace, Queue::timer, 2) == Ids{6, 5});
  CHECK(ids(queued_in_turns(Queue::close).trace, Queue::close, 2) == Ids{6, 5});
  CHECK(ids(queued_in_turns(Queue::close).trace, Queue::close, 0).empty());
}

TEST_CASE("a timer without a due time is taken before all others", "[model][state]") {
  Script script;
  script.queue(1, 1, Queue::timer).when_ns = 0;
  script.queue(1, 2, Queue::timer);
  CHECK(ids(Loaded(script).trace, Queue::timer, 9) == Ids{2, 1});
}

TEST_CASE("an id is called by what is alive under it", "[model][state]") {
  Script script;
  script.define(DefinitionKind::name, 2, "listener");
  script.define(DefinitionKind::name, 3, "job");
  script.add(1, Event::handle_open, 5).name = 2;
  script.add(1, Event::handle_open, 6).kind = HandleKind::async;
  script.queue(1, 7, Queue::pool).name = 3;
  script.queue(1, 8, Queue::check);
  const Loaded loaded(script);
  const LoopState& state = loaded.trace.last_state();
  const std::pair<std::uint32_t, const char*> names[] = {
      {5, "listener"}, {6, "async"}, {7, "job"}, {8, "check"}, {9, ""}};
  for (const auto& [id, name] : names) CHECK(name_of_id(loaded.trace, state, id) == name);
}

TEST_CASE("a place is a file without its folder, and a line", "[model]") {
  Script script;
  script.define(DefinitionKind::location, 1, "/a/b/server.js").line_number = 12;
  script.define(DefinitionKind::location, 2, "plain.js").line_number = 3;
  script.queue(1, 1, Queue::tick).at = 1;
  script.queue(1, 2, Queue::tick).at = 2;
  script.queue(1, 3, Queue::tick).at = 9;
  script.log(2, "no place");
  const Loaded loaded(script);
  const Trace& trace = loaded.trace;
  CHECK(place_of(trace, trace[0]) == "server.js:12");
  CHECK(place_of(trace, trace[1]) == "plain.js:3");
  CHECK(place_of(trace, trace[2]).empty());
  CHECK(place_of(trace, trace[3]).empty());
}

TEST_CASE("the console holds what was written before a step", "[model]") {
  Script script;
  script.log(1, "a");
  script.turn(2, 1);
  script.log(3, "b");
  const Loaded loaded(script);
  const std::size_t expected[] = {0, 1, 1, 2};
  for (std::uint32_t step = 0; step < 4; ++step)
    CHECK(console_size(loaded.trace, step) == expected[step]);
}

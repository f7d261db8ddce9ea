#include "tracer/model/loop_state.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/model/loaded.hpp"
#include "tracer/model/queue_content.hpp"

using namespace loopscope;

namespace {

using Ids = std::vector<std::uint32_t>;

Ids ids(const Trace& trace, const LoopState& state, Queue queue, std::size_t limit = 100) {
  Ids result;
  for (const LoopState::Task* task : queue_content(trace, state, queue, limit))
    result.push_back(task->id);
  return result;
}
Ids ids_at_end(const Script& script, Queue queue) {
  const Loaded loaded(script);
  return ids(loaded.trace, loaded.trace.last_state(), queue);
}

}  // namespace

TEST_CASE("ticks wait in the order in which they were queued", "[model][state]") {
  Script script;
  for (std::uint64_t id = 1; id <= 3; ++id) script.queue(1, id, Queue::tick);
  script.run(2, 3, 1);
  CHECK(ids_at_end(script, Queue::tick) == Ids{2, 3});
}

TEST_CASE("timers wait in the order of their due times", "[model][state]") {
  Script script;
  script.queue(1, 1, Queue::timer).when_ns = 30;
  script.queue(2, 2, Queue::timer).when_ns = 10;
  script.queue(3, 3, Queue::timer).when_ns = 30;
  script.queue(4, 4, Queue::timer).when_ns = 20;
  CHECK(ids_at_end(script, Queue::timer) == Ids{2, 4, 1, 3});
}

TEST_CASE("close callbacks wait with the latest first", "[model][state]") {
  Script script;
  for (std::uint64_t id = 1; id <= 3; ++id) script.queue(1, id, Queue::close);
  CHECK(ids_at_end(script, Queue::close) == Ids{3, 2, 1});
}

TEST_CASE("immediates stand as queued, check handles behind them, the latest first",
          "[model][state]") {
  Script script;
  script.queue(1, 1, Queue::check).repeat = true;
  script.queue(1, 2, Queue::check).repeat = true;
  script.queue(1, 3, Queue::check);
  script.queue(1, 4, Queue::check);
  CHECK(ids_at_end(script, Queue::check) == Ids{3, 4, 2, 1});
}

TEST_CASE("a task that is queued again while it waits goes to the end", "[model][state]") {
  Script script;
  script.queue(1, 1, Queue::tick);
  script.queue(1, 2, Queue::tick);
  script.queue(1, 1, Queue::tick);
  CHECK(ids_at_end(script, Queue::tick) == Ids{2, 1});
}

TEST_CASE("a repeating task waits while it runs; a cancelled one does not", "[model][state]") {
  Script script;
  script.queue(1, 1, Queue::io).repeat = true;
  script.queue(1, 2, Queue::io);
  script.run(2, 3, 1);
  script.add(4, Event::task_cancel, 2);
  CHECK(ids_at_end(script, Queue::io) == Ids{1});
}

TEST_CASE("a handle keeps the loop alive until the close phase after its close", "[model][state]") {
  Script script;
  script.add(1, Event::handle_open, 1);
  script.add(2, Event::handle_start, 1);
  script.phase(3, Event::phase_begin, Phase::close);
  script.add(4, Event::handle_close, 1);
  script.phase(5, Event::phase_end, Phase::close);
  script.phase(6, Event::phase_begin, Phase::close);
  script.phase(7, Event::phase_end, Phase::close);
  const Loaded loaded(script);
  const auto handles = [&](std::uint32_t step) { return loaded.trace.state(step).handles(); };
  CHECK_FALSE(handles(1).at(0).keeps_alive());
  CHECK(handles(2).at(0).keeps_alive());
  CHECK(handles(5).at(0).keeps_alive());
  CHECK(handles(7).empty());
}

TEST_CASE("the state tells which callback runs in which phase", "[model][state]") {
  const Loaded loaded(ordering_script());
  const Trace& trace = loaded.trace;
  const std::uint32_t log = trace.logs()[0];
  const LoopState state = trace.state(log + 1);
  const auto& open = state.open(0);
  REQUIRE(open.size() == 3);
  CHECK(open[0].kind == ScopeKind::turn);
  CHECK(open[1].key == static_cast<std::uint32_t>(Phase::timers));
  CHECK(trace.number(trace[open[2].begin].id) == 2);
}

TEST_CASE("a pool task's work is told apart from its callback", "[model][state]") {
  Script script;
  script.queue(1, 1, Queue::pool);
  script.thread = 1;
  script.add(2, Event::pool_begin, 1);
  script.add(3, Event::pool_end, 1);
  const Loaded loaded(script);
  const auto work = [&](std::uint32_t step) { return loaded.trace.state(step).task(1)->work; };
  CHECK(work(1) == LoopState::Work::not_begun);
  CHECK(work(2) == LoopState::Work::on_worker);
  CHECK(work(3) == LoopState::Work::done);
}

TEST_CASE("a checkpoint gives the same state again", "[model][state]") {
  Script script;
  script.add(1, Event::handle_open, 9);
  script.add(1, Event::handle_start, 9);
  script.queue(1, 1, Queue::timer).when_ns = 5;
  script.queue(1, 2, Queue::pool);
  script.queue(1, 3, Queue::tick);
  script.turn(2, 1);
  script.add(2, Event::task_begin, 3);
  script.add(3, Event::pool_begin, 2);
  const Loaded loaded(script);
  const LoopState& state = loaded.trace.last_state();
  LoopState again;
  again.restore(state.save(8));
  CHECK(again.save(8).words == state.save(8).words);
  CHECK(ids(loaded.trace, again, Queue::timer) == Ids{1});
  CHECK(again.task(2)->work == LoopState::Work::on_worker);
  CHECK(again.task(3)->standing.running == 1);
  CHECK(again.handle(9)->active);
  CHECK(again.open(0).size() == state.open(0).size());
}

#include "tracer/explain/alive.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/explain/story.hpp"

using namespace loopscope;

TEST_CASE("ref'd timers, work and active handles keep the loop alive", "[explain][alive]") {
  Story story;
  story.main(1);
  story.script().add(4'000, Event::handle_open, 7).kind = HandleKind::tcp_server;
  story.script().add(4'000, Event::handle_start, 7);
  story.script().add(4'000, Event::handle_open, 8).kind = HandleKind::tcp;
  story.io(9).timer(2, 5).timer(3, 5).queue(4, Queue::pool).queue(5, Queue::tick);
  story.script().add(50'000, Event::task_unref, 3);
  const Loaded loaded(story.script());
  const auto things = alive_at(loaded.trace, loaded.trace.size());
  REQUIRE(things.size() == 3);
  CHECK(things[0].kind == "tcp-server");
  CHECK(things[0].by == "main#1");
  CHECK(things[1].name == "timer#2");
  CHECK(things[1].state.find("due in") == 0);
  CHECK(things[2].kind == "work on a thread");
  CHECK(alive_at(loaded.trace, 0).empty());
}

TEST_CASE("a wait in poll says why it might be so long, and what ended it", "[explain][alive]") {
  Story story;
  story.main(1).timer(2, 5).io(9).end(1).start().phase(Phase::pending).phase(Phase::poll);
  TraceEvent& wait = story.script().add(100'000, Event::poll_wait, 2);
  wait.why = PollReason::timer;
  wait.when_ns = 5'000'000;
  story.script().add(3'000'000, Event::poll_wake).n = 1;
  story.script().add(3'000'000, Event::poll_ready, 9);
  const Loaded loaded(story.script());
  const auto waits = longest_waits(loaded.trace, loaded.trace.size(), 10);
  REQUIRE(waits.size() == 1);
  CHECK(waits[0].turn == 1);
  CHECK(waits[0].took_ns == 2'900'000);
  CHECK(waits[0].why == "up to 5.00 ms, for timer#2");
  CHECK(waits[0].ended == "io#9 was ready to read");
  CHECK(longest_waits(loaded.trace, loaded.trace.size(), 0).empty());
}

#include "tracer/explain/alive.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/explain/story.hpp"
#include "tracer/format/names.hpp"

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

TEST_CASE("each kind of handle keeps the loop alive once it is active", "[explain][alive]") {
  const auto kind =
      GENERATE(HandleKind::timer, HandleKind::idle, HandleKind::prepare, HandleKind::check,
               HandleKind::async, HandleKind::signal, HandleKind::tcp, HandleKind::tcp_server);
  Story story;
  story.main(1);
  story.script().add(4'000, Event::handle_open, 7).kind = kind;
  story.script().add(4'100, Event::handle_start, 7);
  const Loaded loaded(story.script());
  CHECK(alive_at(loaded.trace, loaded.trace.size() - 1).empty());  // opened, not yet active
  const auto things = alive_at(loaded.trace, loaded.trace.size());
  REQUIRE(things.size() == 1);
  CHECK(things[0].kind == name_of(kind));
  CHECK(things[0].state == "active");
}

TEST_CASE("immediates and requests keep the loop alive, ticks do not", "[explain][alive]") {
  Story story;
  story.main(1).queue(2, Queue::check).queue(3, Queue::pending).queue(4, Queue::microtask);
  const Loaded loaded(story.script());
  const auto things = alive_at(loaded.trace, loaded.trace.size());
  REQUIRE(things.size() == 2);
  CHECK(things[0].kind == "immediate");
  CHECK(things[1].kind == "request");
  CHECK(things[1].state == "waiting");
}

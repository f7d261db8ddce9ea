#include "viewer/model/alive_list.hpp"

#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

/// Main opens a server in one process; in the other one there are a timer and some immediates.
Script two_loops(int immediates) {
  Script script;
  script.define(DefinitionKind::name, 1, "main");
  script.define(DefinitionKind::name, 2, "web");
  script.queue(1, 1, Queue::main).name = 1;
  script.add(2, Event::task_begin, 1);
  TraceEvent& opened = script.add(3, Event::handle_open, 2);
  opened.by = 1;
  opened.name = 2;
  opened.kind = HandleKind::tcp_server;
  script.add(4, Event::handle_start, 2);
  script.process = 1;
  script.queue(5, 10, Queue::timer).when_ns = 2'000'000;
  for (int i = 0; i < immediates; ++i)
    script.queue(6, 11 + static_cast<std::uint64_t>(i), Queue::check);
  return script;
}

AliveList at_end(const Trace& trace, std::uint32_t process) {
  return alive_list(trace, {trace.size(), process, trace.size()});
}

}  // namespace

TEST_CASE("what keeps a loop alive is that of its process, with who opened it", "[viewer]") {
  const Viewed viewed(two_loops(1));
  const AliveList one = at_end(viewed.trace, 0);
  REQUIRE(one.count == 1);
  CHECK(one.things.front().name == "web#2");
  CHECK(is_handle(viewed.trace, one.things.front()));
  CHECK(origin_of(viewed.trace, one.things.front()) == "opened by main#1");
  CHECK(subject_of(viewed.trace, one.things.front()) == 2);
  const AliveList other = at_end(viewed.trace, 1);
  REQUIRE(other.count == 2);
  CHECK(other.things.front().kind == "timer");
  CHECK(other.things.back().kind == "immediate");
  CHECK_FALSE(is_handle(viewed.trace, other.things.front()));
  CHECK(origin_of(viewed.trace, other.things.front()) == "queued outside of any callback");
}

TEST_CASE("before anything was opened nothing keeps the loop alive", "[viewer]") {
  const Viewed viewed(two_loops(0));
  CHECK(alive_list(viewed.trace, {0, 0, viewed.trace.size()}).things.empty());
}

TEST_CASE("of very many things that keep the loop alive the first are listed", "[viewer]") {
  const Viewed viewed(two_loops(1000));
  const AliveList list = at_end(viewed.trace, 1);
  CHECK(list.count == 1001);
  CHECK(list.things.size() == AliveList::max_listed);
}

TEST_CASE("a task that ran later is selected by its run", "[viewer]") {
  Script script = two_loops(0);
  script.run(2'000'000, 2'000'001, 10);
  const Viewed viewed(script);
  const AliveList before = alive_list(viewed.trace, {5, 1, viewed.trace.size()});
  REQUIRE(before.count == 1);
  CHECK(subject_of(viewed.trace, before.things.front()) == 5);
}

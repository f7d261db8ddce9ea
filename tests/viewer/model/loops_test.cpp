// Of a merged trace the panels show one loop at a time.
#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

/// Two processes, each with ticks of its own that wait.
Script two_processes() {
  Script script;
  script.define(DefinitionKind::process, 1, "server", 41);
  script.define(DefinitionKind::process, 2, "client", 42);
  script.process = 1;
  script.queue(1, 1, Queue::tick);
  script.add(2, Event::handle_open, 11);
  script.process = 2;
  script.queue(3, 2, Queue::tick);
  script.queue(4, 3, Queue::tick);
  script.turn(5, 1);
  return script;
}

}  // namespace

TEST_CASE("queues, handles and what runs are those of the chosen loop", "[viewer]") {
  const Viewed viewed(two_processes());
  Session& session = *viewed.session;
  session.go_to(viewed.trace.size());
  REQUIRE(session.loops() == std::vector<std::uint32_t>{1, 2});
  CHECK(session.loop_name(session.loop()) == "server 41");
  CHECK(session.waiting(Queue::tick) == 1);
  CHECK(session.waiting(Queue::tick, 10).size() == 1);
  CHECK(session.handles().size() == 1);
  CHECK(session.open().empty());
  CHECK(session.run(Command::next_loop));
  CHECK(session.loop_name(session.loop()) == "client 42");
  CHECK(session.waiting(Queue::tick) == 2);
  CHECK(session.waiting(Queue::tick, 1).size() == 1);
  CHECK(session.handles().empty());
  CHECK(session.open().size() == 1);
  CHECK(session.run(Command::next_loop));
  CHECK(session.loop() == 1);
}

TEST_CASE("a trace of one process has one loop", "[viewer]") {
  const Viewed viewed(ordering_script());
  CHECK(viewed.session->loops().size() == 1);
  CHECK(viewed.session->loop_name(0).empty());
}

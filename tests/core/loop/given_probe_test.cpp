// A program that records before there is a loop hands its probe over to it.
#include <catch2/catch.hpp>

#include "core/loop/loop.hpp"

namespace loopscope {
namespace {

TEST_CASE("a loop goes on with the probe it is given", "[loop]") {
  Clock clock(Clock::Source::virtual_time);
  Session session(clock);
  Probe probe(session, "start-up");
  probe.emit(Event::boot_begin);
  Loop loop(clock, {.session = &session}, std::move(probe));
  loop.run();
  REQUIRE(session.threads().size() == 1);
  const std::span<const Record> records = session.threads().front()->ring.readable();
  CHECK(records.front().event == Event::boot_begin);
  CHECK(records.back().event == Event::stop);
}

TEST_CASE("a loop that is given no probe makes one", "[loop]") {
  Clock clock(Clock::Source::virtual_time);
  Session session(clock);
  const Loop loop(clock, {.session = &session});
  REQUIRE(session.threads().size() == 1);
  CHECK(session.threads().front()->name == "loop");
}

}  // namespace
}  // namespace loopscope

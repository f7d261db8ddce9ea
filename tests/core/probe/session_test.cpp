// Session: threads, names and places, each defined once.
#include "core/probe/session.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "core/probe/probe.hpp"

namespace loopscope::test {

TEST_CASE("a name is defined once, from 2 on, none is 0", "[probe][session]") {
  const Clock clock(Clock::Source::virtual_time);
  Session session(clock);
  CHECK(session.name("") == 0);
  CHECK(session.name("timer") == 2);
  CHECK(session.name("tick") == 3);
  CHECK(session.name("timer") == 2);
  CHECK(session.name_text(3) == "tick");
  const auto names = session.names_from(2);
  REQUIRE(names.size() == 2);
  CHECK(*names[0] == "timer");
}

TEST_CASE("one name too many is number 1, for good", "[probe][session][limit]") {
  const Clock clock(Clock::Source::virtual_time);
  Session::Options options;
  options.max_definitions = 2;
  Session session(clock, options);
  CHECK(session.name("fits") == 2);
  CHECK(session.name("too many") == Session::first_number);
  CHECK(session.name_text(Session::first_number) == "(too many names)");
  CHECK(session.name("fits") == 2);
  CHECK(session.location(LocationText{"a.cpp", "f", 1, 1}) == 2);
  CHECK(session.location(LocationText{"b.cpp", "f", 1, 1}) == Session::first_number);
}

TEST_CASE("a place is told from another by file, line, column and function", "[probe][session]") {
  const Clock clock(Clock::Source::virtual_time);
  Session session(clock);
  const std::set<std::uint32_t> numbers = {session.location(LocationText{"a.cpp", "f", 1, 1}),
                                           session.location(LocationText{"b.cpp", "f", 1, 1}),
                                           session.location(LocationText{"a.cpp", "f", 2, 1}),
                                           session.location(LocationText{"a.cpp", "f", 1, 2}),
                                           session.location(LocationText{"a.cpp", "g", 1, 1})};
  CHECK(numbers.size() == 5);
  CHECK(session.location(LocationText{"a.cpp", "f", 1, 1}) == *numbers.begin());
  CHECK(session.location(LocationText{"", "", 0, 0}) == 0);
}

TEST_CASE("ids are unique over threads", "[probe][session]") {
  const Clock clock(Clock::Source::virtual_time);
  Session session(clock);
  Probe here(session, "here");
  std::uint64_t there = 0;
  std::thread([&] { there = thread_probe(&session, "there").new_id(); }).join();
  CHECK(here.new_id() == 1 + Session::id_block);
  CHECK(here.new_id() == 2 + Session::id_block);
  CHECK(there == 1);
  const auto threads = session.threads();
  REQUIRE(threads.size() == 2);
  CHECK(threads[0]->name == "here");
  CHECK(threads[1]->name == "there");
  CHECK(threads[0]->tid != threads[1]->tid);
}

TEST_CASE("two sessions never have the same serial", "[probe][session]") {
  const Clock clock(Clock::Source::virtual_time);
  std::set<std::uint64_t> serials;
  for (int i = 0; i < 3; ++i) serials.insert(Session(clock).serial());
  CHECK(serials.size() == 3);
}

TEST_CASE("the loops of a session have one profile", "[probe][session]") {
  const Clock clock(Clock::Source::virtual_time);
  Session session(clock);
  CHECK_FALSE(session.profile().has_value());
  session.set_profile(Profile::classic);
  session.set_profile(Profile::classic);
  CHECK(session.profile() == Profile::classic);
  CHECK_THROWS_AS(session.set_profile(Profile::modern), std::logic_error);
}

TEST_CASE("without a reader a full ring drops, also under block", "[probe][session]") {
  const Clock clock(Clock::Source::virtual_time);
  Session session(clock, {.ring_records = 64});
  Probe probe(session, "loop");
  for (std::uint64_t i = 0; i < 1000; ++i) probe.emit(Event::turn, 0, 0, i);
  CHECK(session.threads().front()->ring.dropped() == 1000 - 63);
}

}  // namespace loopscope::test

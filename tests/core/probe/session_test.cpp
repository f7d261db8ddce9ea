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

TEST_CASE("a session has one reader at a time", "[probe][session]") {
  const Clock clock(Clock::Source::virtual_time);
  Session session(clock);
  session.begin_reading();
  CHECK_THROWS_AS(session.begin_reading(), std::logic_error);
  session.end_reading();
  CHECK_NOTHROW(session.begin_reading());
  session.end_reading();
}

TEST_CASE("when the reader has gone, rings drop instead of waiting for it", "[probe][session]") {
  const Clock clock(Clock::Source::virtual_time);
  Session session(clock, {.ring_records = 64});
  Probe before(session, "before");
  session.begin_reading();
  Probe during(session, "during");
  session.end_reading();
  for (std::uint64_t i = 0; i < 100; ++i) {
    before.emit(Event::turn);
    during.emit(Event::turn);
  }
  for (const Session::Thread* thread : session.threads()) CHECK(thread->ring.dropped() == 37);
}

TEST_CASE("threads that name things at once get the same numbers", "[probe][session]") {
  constexpr std::uint32_t names = 200;
  const Clock clock(Clock::Source::virtual_time);
  Session session(clock);
  std::vector<std::vector<std::uint32_t>> numbers(4);
  std::vector<std::thread> threads;
  for (auto& mine : numbers)
    threads.emplace_back([&session, &mine] {
      for (std::uint32_t i = 0; i < names; ++i) {
        mine.push_back(session.name("name " + std::to_string(i)));
        mine.push_back(session.location(LocationText{"a.cpp", "f", i + 1, 0}));
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : numbers) CHECK(mine == numbers[0]);
  CHECK(std::set<std::uint32_t>(numbers[0].begin(), numbers[0].end()).size() >= names);
  CHECK(session.names_from(2).size() == names);
  CHECK(session.locations_from(2).size() == names);
}

TEST_CASE("definitions can be asked for from any number on", "[probe][session]") {
  const Clock clock(Clock::Source::virtual_time);
  Session session(clock);
  for (const char* name : {"a", "b", "c"}) session.name(name);
  CHECK(*session.names_from(4).at(0) == "c");
  CHECK(session.names_from(5).empty());
  CHECK(*session.names_from(Session::first_number).at(0) == "(too many names)");
}

TEST_CASE("source texts are as many as a trace may hold", "[probe][session][limit]") {
  const Clock clock(Clock::Source::virtual_time);
  Session session(clock);
  for (std::size_t i = 0; i < Session::max_sources; ++i)
    REQUIRE(session.add_source("file " + std::to_string(i), "x"));
  CHECK_FALSE(session.add_source("one more", "x"));
  CHECK(session.add_source("file 7", "known already"));
  CHECK(session.add_source("empty", ""));
  CHECK(session.sources_from(Session::max_sources - 1).at(0)->file == "file 1023");
  CHECK(session.sources_from(Session::max_sources).empty());
}

}  // namespace loopscope::test

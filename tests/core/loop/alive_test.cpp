// What keeps the loop alive, by name.
#include "core/loop/async.hpp"
#include "core/loop/pool.hpp"
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {
namespace {

Strings names_of(const std::vector<AliveItem>& items) {
  Strings names;
  for (const AliveItem& item : items) names.push_back(item.what);
  return names;
}

}  // namespace

TEST_CASE("only an active and ref'd handle counts", "[loop][alive]") {
  TestLoop test;
  Timer timer(test.loop, "mine");
  CHECK_FALSE(test.loop.is_alive());
  timer.start([] {}, 10);
  CHECK(test.loop.is_alive());
  CHECK(names_of(test.loop.keeping_alive()) == Strings{"timer \"mine\""});
  timer.unref();
  CHECK_FALSE(test.loop.is_alive());
  CHECK(test.loop.keeping_alive().empty());
  timer.unref();
  timer.ref();
  timer.ref();
  CHECK(test.loop.is_alive());
  timer.stop();
  CHECK_FALSE(test.loop.is_alive());
}

TEST_CASE("an unref'd timer does not run once nothing else is left", "[loop][alive]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer kept(test.loop);
  Timer unreffed(test.loop);
  Timer early(test.loop);
  early.unref();
  unreffed.unref();
  early.start(test.say("unref'd, but early"), 5);
  kept.start(test.say("ref'd"), 10);
  unreffed.start(test.say("unref'd"), 20);
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"unref'd, but early", "ref'd"});
}

TEST_CASE("a pending callback, a closing handle and a request count", "[loop][alive]") {
  TestLoop test;
  SECTION("pending") {
    test.loop.defer([] {}, "put off");
    CHECK(names_of(test.loop.keeping_alive()) == Strings{"a pending callback"});
  }
  SECTION("closing") {
    Timer timer(test.loop, "mine");
    timer.close();
    CHECK(names_of(test.loop.keeping_alive()) == Strings{"timer \"mine\", closing"});
    test.loop.run();
  }
  SECTION("request") {
    test.loop.pool().queue_work([] {}, [](std::error_code) {}, "sums");
    CHECK(names_of(test.loop.keeping_alive()) == Strings{"pool work \"sums\""});
  }
  test.loop.run();
  CHECK_FALSE(test.loop.is_alive());
}

TEST_CASE("the runtime names its timers and immediates", "[loop][alive]") {
  TestRuntime test;
  test.runtime.run([&] {
    Timeout quiet = test.runtime.set_timeout([] {}, 5, "quiet");
    quiet.unref();
    test.runtime.set_timeout([] {}, 10, "once");
    Timeout interval = test.runtime.set_interval([] {}, 20, "tock");
    test.runtime.set_immediate([&, interval]() mutable { interval.clear(); });
    CHECK(names_of(test.loop.keeping_alive()) ==
          Strings{"timeout \"once\" of 10 ms", "interval \"tock\" of 20 ms", "an immediate"});
  });
}

TEST_CASE("the start and the end of run() record what keeps the loop alive", "[loop][alive]") {
  TestLoop test;
  Timer timer(test.loop);
  timer.start([] {}, 10);
  test.take_records();
  test.loop.run();
  const std::vector<Record> records = test.take_records();
  REQUIRE(records.front().event == Event::start);
  CHECK(static_cast<AliveReason>(records.front().text) == AliveReason::handle);
  CHECK(records.front().a == timer.id());
  REQUIRE(records.back().event == Event::stop);
  CHECK(static_cast<AliveReason>(records.back().text) == AliveReason::none);
}

}  // namespace loopscope::test

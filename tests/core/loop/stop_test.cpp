// uv_stop, and halt(), which goes further.
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("stop() lets the turn end, with a poll that does not wait", "[loop][stop]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  Prepare prepare(test.loop);
  Check check(test.loop);
  timer.start(test.say("timer"), 50);
  prepare.start([&] { test.loop.stop(); });
  check.start(test.say("check"));
  CHECK(test.loop.run());
  CHECK(test.log == Log{"check"});
  CHECK(test.clock.now_ns() == 0);
  const auto waits = test.take_records(Event::poll_wait);
  REQUIRE(waits.size() == 1);
  CHECK(static_cast<PollReason>(waits[0].small) == PollReason::stopped);
}

TEST_CASE("stop() before run() means no turn, and holds for one run() only", "[loop][stop]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  timer.start(test.say("timer"), 1);
  test.loop.stop();
  CHECK(test.loop.run());
  CHECK(test.loop.iteration() == 0);
  CHECK(test.log.empty());
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"timer"});
}

TEST_CASE("halt() is the last callback, for good", "[loop][stop]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  Prepare second(test.loop);
  Prepare first(test.loop);
  Check check(test.loop);
  timer.start(test.say("timer"), 0, 1);
  second.start(test.say("second"));
  first.start([&] {
    test.log.emplace_back("first");
    test.loop.halt();
  });
  check.start(test.say("check"));
  test.loop.run(RunMode::nowait);
  CHECK(test.log.back() == "first");
  const std::size_t ran = test.log.size();
  test.loop.run(RunMode::nowait);
  CHECK(test.log.size() == ran);
}

TEST_CASE("an exception without a host leaves run(), and what is left runs next time",
          "[loop][stop]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer bad(test.loop);
  Timer good(test.loop);
  bad.start([] { throw std::runtime_error("bad"); }, 1);
  good.start(test.say("good"), 1);
  CHECK_THROWS_WITH(test.loop.run(), "bad");
  CHECK(test.log.empty());
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"good"});
}

TEST_CASE("what a throwing phase handle or close callback left behind is not lost",
          "[loop][stop]") {
  TestLoop test;
  Prepare second(test.loop);
  Prepare first(test.loop);
  bool throws = true;
  second.start(test.say("second"));
  first.start([&] {
    if (std::exchange(throws, false)) throw std::runtime_error("first");
  });
  CHECK_THROWS_WITH(test.loop.run(RunMode::nowait), "first");
  test.loop.run(RunMode::nowait);
  CHECK(test.log == Log{"second"});

  first.close(test.say("first closed"));
  second.close([] { throw std::runtime_error("close"); });
  CHECK_THROWS_WITH(test.loop.run(RunMode::nowait), "close");
  test.loop.run(RunMode::nowait);
  CHECK(test.log == Log{"second", "first closed"});
}

TEST_CASE("run() inside of a callback is refused, and the loop goes on", "[loop][run]") {
  TestLoop test;
  Timer timer(test.loop);
  timer.start(
      [&] {
        CHECK_THROWS_AS(test.loop.run(RunMode::nowait), std::logic_error);
        test.log.emplace_back("timer");
      },
      1);
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"timer"});
}

TEST_CASE("after an exception left run(), it may be called again", "[loop][run]") {
  TestLoop test;
  Timer timer(test.loop);
  timer.start([] { throw std::runtime_error("lost"); }, 1);
  CHECK_THROWS_WITH(test.loop.run(), "lost");
  CHECK_FALSE(test.loop.run());
}

}  // namespace loopscope::test

// Intervals, refresh, ref and unref.
#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("an interval runs until it is cleared, from outside or from inside",
          "[runtime][interval]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  Timeout inside;
  Timeout outside;
  int left = 3;
  test.runtime.run([&] {
    inside = test.runtime.set_interval(
        [&] {
          test.log.push_back("inside at " + std::to_string(test.loop.now_ms()));
          if (--left == 0) inside.clear();
        },
        10);
    outside = test.runtime.set_interval(test.say("outside"), 15);
    test.runtime.set_timeout([&] { outside.clear(); }, 20);
  });
  CHECK(test.log == Log{"inside at 10", "outside", "inside at 20", "inside at 30"});
}

TEST_CASE("an interval is armed again from the now just before its callback",
          "[runtime][interval]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  Timeout interval;
  std::vector<std::uint64_t> at_ms;
  test.runtime.run([&] {
    interval = test.runtime.set_interval(
        [&] {
          at_ms.push_back(test.clock.now_ns() / Loop::ns_per_ms);
          test.spend_ms(6);
          if (at_ms.size() == 3) interval.clear();
        },
        10);
  });
  CHECK(at_ms == std::vector<std::uint64_t>{10, 20, 30});
}

TEST_CASE("an interval slower than its period does not starve immediates", "[runtime][interval]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  Timeout interval;
  int left = 3;
  test.runtime.run([&] {
    interval = test.runtime.set_interval(
        [&] {
          test.log.emplace_back("interval");
          test.spend_ms(10);
          test.runtime.set_immediate(test.say("immediate"));
          if (--left == 0) interval.clear();
        },
        1);
  });
  CHECK(test.log == Log{"interval", "immediate", "interval", "immediate", "interval", "immediate"});
}

TEST_CASE("refresh() starts the delay anew, behind the others of its duration",
          "[runtime][refresh]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.run([&] {
    Timeout refreshed = test.runtime.set_timeout(test.say("refreshed"), 10);
    test.runtime.set_timeout(test.say("other"), 10);
    test.runtime.set_timeout([refreshed]() mutable { refreshed.refresh(); }, 5);
  });
  CHECK(test.log == Log{"other", "refreshed"});
  CHECK(test.loop.now_ms() == 15);
}

TEST_CASE("refresh() in its own callback, or after it, runs the timer again",
          "[runtime][refresh]") {
  TestRuntime test;
  Timeout timeout;
  int runs = 0;
  test.runtime.run([&] {
    timeout = test.runtime.set_timeout(
        [&] {
          if (++runs == 1) timeout.refresh();
        },
        10);
    test.runtime.set_timeout([&] { timeout.refresh(); }, 100);
  });
  CHECK(runs == 3);
  CHECK(test.loop.now_ms() == 110);
}

TEST_CASE("a cleared timer is not refreshed", "[runtime][refresh]") {
  TestRuntime test;
  Timeout fired;
  test.runtime.run([&] {
    Timeout timeout = test.runtime.set_timeout(test.say("never"), 10);
    timeout.clear();
    timeout.refresh();
    fired = test.runtime.set_timeout(test.say("once"), 1);
    test.runtime.set_timeout(
        [&] {
          fired.clear();
          fired.refresh();
        },
        5);
  });
  CHECK(test.log == Log{"once"});
}

TEST_CASE("an unref'd timeout does not keep the process, ref() takes it back", "[runtime][unref]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.run([&] {
    Timeout quiet = test.runtime.set_timeout(test.say("quiet"), 5);
    Timeout back = test.runtime.set_timeout(test.say("back"), 10);
    test.runtime.set_timeout(test.say("too late"), 20).unref();
    quiet.unref();
    back.unref();
    back.unref();
    CHECK_FALSE(back.has_ref());
    CHECK_FALSE(test.loop.is_alive());
    back.ref();
    back.ref();
    CHECK(back.has_ref());
  });
  CHECK(test.log == Log{"quiet", "back"});
  CHECK(test.loop.now_ms() == 10);
}

TEST_CASE("an interval unref'd in its callback ends with the rest", "[runtime][unref]") {
  TestRuntime test;
  Timeout interval;
  test.runtime.run([&] {
    interval = test.runtime.set_interval(
        [&] {
          test.log.emplace_back("interval");
          interval.unref();
        },
        10);
    test.runtime.set_timeout(test.say("timeout"), 25);
  });
  CHECK(test.log == Log{"interval", "interval", "timeout"});
}

TEST_CASE("an empty Timeout and an empty Immediate do nothing", "[runtime]") {
  Timeout timeout;
  Immediate immediate;
  CHECK_NOTHROW(timeout.clear());
  CHECK_NOTHROW(timeout.refresh());
  CHECK_NOTHROW(immediate.clear());
  CHECK_FALSE(timeout.has_ref());
  CHECK_FALSE(immediate.has_ref());
}

}  // namespace loopscope::test

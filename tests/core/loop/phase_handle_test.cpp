// Idle, Prepare and Check: last started, first called; each once a turn.
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {

TEMPLATE_TEST_CASE("the handle started last is called first", "[loop][phase-handle]", Idle, Prepare,
                   Check) {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  TestType a(test.loop);
  TestType b(test.loop);
  TestType c(test.loop);
  a.start(test.say("a"));
  b.start(test.say("b"));
  c.start(test.say("c"));
  a.start(test.say("no second start"));
  test.loop.run(RunMode::nowait);
  CHECK(test.log == Log{"c", "b", "a"});
  test.loop.run(RunMode::nowait);
  CHECK(test.log == Log{"c", "b", "a", "c", "b", "a"});
}

TEMPLATE_TEST_CASE("one stopped in the same phase is not called", "[loop][phase-handle]", Idle,
                   Prepare, Check) {
  TestLoop test;
  TestType second(test.loop);
  TestType first(test.loop);
  second.start(test.say("second"));
  first.start([&] {
    test.log.emplace_back("first");
    second.stop();
    first.stop();
  });
  test.loop.run(RunMode::nowait);
  CHECK(test.log == Log{"first"});
  CHECK_FALSE(test.loop.is_alive());
}

TEMPLATE_TEST_CASE("one started in its own phase waits for the next turn", "[loop][phase-handle]",
                   Idle, Prepare, Check) {
  TestLoop test;
  TestType late(test.loop);
  TestType first(test.loop);
  first.start([&] {
    test.log.emplace_back("first");
    late.start(test.say("late"));
  });
  test.loop.run(RunMode::nowait);
  CHECK(test.log == Log{"first"});
  test.loop.run(RunMode::nowait);
  CHECK(test.log == Log{"first", "late", "first"});
}

TEMPLATE_TEST_CASE("it may be destroyed or closed in its own callback", "[loop][phase-handle]",
                   Idle, Prepare, Check) {
  TestLoop test;
  auto destroyed = std::make_unique<TestType>(test.loop);
  TestType closed(test.loop);
  destroyed->start([&] {
    destroyed.reset();
    test.log.emplace_back("destroyed");
  });
  closed.start([&] { closed.close(test.say("closed")); });
  test.loop.run(RunMode::nowait);
  CHECK_FALSE(test.loop.run(RunMode::nowait));
  CHECK(test.log.size() == 2);
  CHECK_FALSE(destroyed);
}

TEST_CASE("prepare comes before poll and check after it, once each", "[loop][phase-handle]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  Prepare prepare(test.loop);
  Check check(test.loop);
  prepare.unref();
  check.unref();
  timer.start(test.say("timer"), 10);
  prepare.start([&] { test.log.push_back("prepare " + std::to_string(test.loop.now_ms())); });
  check.start([&] { test.log.push_back("check " + std::to_string(test.loop.now_ms())); });
  test.loop.run(RunMode::once);
  CHECK(test.log == Log{"prepare 0", "check 10", "timer"});
}

}  // namespace loopscope::test

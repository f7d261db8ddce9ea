// run(default), run(once) and run(nowait), as uv_run.
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("run(default) goes on until nothing keeps the loop alive", "[loop][run-mode]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer first(test.loop);
  Timer second(test.loop);
  first.start(test.say("10 ms"), 10);
  second.start(test.say("20 ms"), 20);
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"10 ms", "20 ms"});
  CHECK(test.loop.now_ms() == 20);
}

TEST_CASE("run(default) of a loop that is not alive makes no turn", "[loop][run-mode]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  test.spend_ms(7);
  CHECK_FALSE(test.loop.run());
  CHECK(test.loop.iteration() == 0);
  CHECK(test.loop.now_ms() == 7);
}

TEST_CASE("run(nowait) makes one turn and does not wait", "[loop][run-mode]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  timer.start(test.say("timer"), 10);
  CHECK(test.loop.run(RunMode::nowait));
  CHECK(test.loop.iteration() == 1);
  CHECK(test.clock.now_ns() == 0);
  CHECK(test.log.empty());
  test.spend_ms(10);
  CHECK_FALSE(test.loop.run(RunMode::nowait));
  CHECK(test.log == Log{"timer"});
}

TEST_CASE("run(once) waits for the timer and runs it in the same turn", "[loop][run-mode]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  timer.start(test.say("timer"), 10);
  CHECK_FALSE(test.loop.run(RunMode::once));
  CHECK(test.loop.iteration() == 1);
  CHECK(test.log == Log{"timer"});
}

TEST_CASE("modern: run(once) has no timers before its turn", "[loop][run-mode]") {
  TestLoop test(Profile::modern);
  Timer timer(test.loop);
  Prepare prepare(test.loop);
  timer.start(test.say("timer"), 0);
  prepare.start(test.say("prepare"));
  CHECK(test.loop.run(RunMode::once));
  CHECK(test.log == Log{"prepare", "timer"});
}

TEST_CASE("classic: run(once) has the timers before and after its turn", "[loop][run-mode]") {
  TestLoop test(Profile::classic);
  Timer first(test.loop);
  Timer second(test.loop);
  Prepare prepare(test.loop);
  first.start(test.say("0 ms"), 0);
  second.start(test.say("5 ms"), 5);
  prepare.start(test.say("prepare"));
  CHECK(test.loop.run(RunMode::once));
  CHECK(test.log == Log{"0 ms", "prepare", "5 ms"});
}

TEST_CASE("run(once) does not wait when something was pending", "[loop][run-mode]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  timer.start(test.say("timer"), 1000);
  test.loop.defer(test.say("pending"), "pending");
  CHECK(test.loop.run(RunMode::once));
  CHECK(test.log == Log{"pending"});
  CHECK(test.clock.now_ns() == 0);
}

TEST_CASE("run() may be called again and counts its turns on", "[loop][run-mode]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  for (int i = 0; i < 3; ++i) {
    timer.start(test.say("timer"), 1);
    CHECK_FALSE(test.loop.run(RunMode::once));
  }
  CHECK(test.log.size() == 3);
  CHECK(test.loop.iteration() == 3);
}

}  // namespace loopscope::test

// The pending phase: callbacks that were put off.
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("fifo: deferred callbacks run in the order in which they were put off",
          "[loop][pending]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  for (const char* text : {"a", "b", "c"}) test.loop.defer(test.say(text), text);
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"a", "b", "c"});
  CHECK(test.loop.iteration() == 1);
}

TEST_CASE("one deferred before poll runs after it, in the same turn", "[loop][pending]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Check check(test.loop);
  check.unref();
  check.start(test.say("check"));
  test.loop.defer([&] { test.loop.defer(test.say("second"), "second"); }, "first");
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"second", "check"});
}

TEST_CASE("a chain of deferred callbacks gets nine rounds a turn and no more", "[loop][pending]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  int ran = 0;
  Callback chain = [&] {
    ++ran;
    test.loop.defer([&] { chain(); }, "chain");
  };
  test.loop.defer([&] { chain(); }, "chain");
  CHECK(test.loop.run(RunMode::nowait));
  CHECK(ran == 9);
  test.loop.halt();
}

TEST_CASE("one deferred callback more than max_queued is refused", "[loop][pending][limit]") {
  LoopOptions options;
  options.max_queued = 3;
  TestLoop test(options);
  for (int i = 0; i < 3; ++i) test.loop.defer([] {}, "fits");
  CHECK_THROWS_WITH(test.loop.defer([] {}, "too much"),
                    Catch::Contains("the pending queue already holds 3 tasks"));
  test.loop.run();
  CHECK_NOTHROW(test.loop.defer([] {}, "fits again"));
}

}  // namespace loopscope::test

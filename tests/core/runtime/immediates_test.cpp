// setImmediate: the check phase takes the whole queue as it stood.
#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("immediates run in the order of queuing", "[runtime][fifo]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.run([&] {
    for (const char* text : {"a", "b", "c"}) test.runtime.set_immediate(test.say(text));
  });
  CHECK(test.log == Log{"a", "b", "c"});
  CHECK(test.loop.iteration() == 1);
}

TEST_CASE("an immediate that an immediate queues waits for the next turn", "[runtime][next-turn]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.run([&] {
    test.runtime.set_immediate([&] {
      test.log.emplace_back("first");
      test.runtime.set_immediate([&] {
        CHECK(test.loop.iteration() == 2);
        test.log.emplace_back("nested");
      });
    });
    test.runtime.set_immediate(test.say("second"));
  });
  CHECK(test.log == Log{"first", "second", "nested"});
  CHECK(test.loop.iteration() == 2);
}

TEST_CASE("from a timer, the immediate of this turn comes before a 1 ms timer",
          "[runtime][phase-order]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.run([&] {
    test.runtime.set_timeout(
        [&] {
          test.runtime.set_timeout(test.say("timer"), 0);
          test.runtime.set_immediate(test.say("immediate"));
        },
        5);
  });
  CHECK(test.log == Log{"immediate", "timer"});
}

TEST_CASE("from main, a 0 ms timer comes first exactly if its millisecond is over",
          "[runtime][timer-not-due-yet]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  const std::uint64_t main_ms = GENERATE(0, 1);
  TestRuntime test(profile);
  test.runtime.run([&] {
    test.runtime.set_timeout(test.say("timer"), 0);
    test.runtime.set_immediate(test.say("immediate"));
    test.spend_ms(main_ms);
  });
  CHECK(test.log == (main_ms == 0 ? Log{"immediate", "timer"} : Log{"timer", "immediate"}));
}

TEST_CASE("cleared: by main, by an earlier immediate, by its tick", "[runtime][immediate]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  Immediate by_immediate;
  Immediate by_tick;
  test.runtime.run([&] {
    Immediate by_main = test.runtime.set_immediate(test.say("by main"));
    test.runtime.set_immediate([&] {
      test.log.emplace_back("first");
      by_immediate.clear();
      test.runtime.next_tick([&] { by_tick.clear(); });
    });
    by_tick = test.runtime.set_immediate(test.say("by tick"));
    by_immediate = test.runtime.set_immediate(test.say("by immediate"));
    test.runtime.set_immediate(test.say("last"));
    by_main.clear();
    by_main.clear();
    CHECK(test.runtime.immediates().size() == 4);
  });
  CHECK(test.log == Log{"first", "last"});
  CHECK(test.runtime.immediates().size() == 0);
}

TEST_CASE("clearing the only immediate lets the process end", "[runtime][immediate]") {
  TestRuntime test;
  test.runtime.run([&] {
    test.runtime.set_immediate(test.say("never")).clear();
    CHECK_FALSE(test.loop.is_alive());
  });
  CHECK(test.log.empty());
  CHECK(test.loop.iteration() == 0);
}

TEST_CASE("an unref'd immediate runs only if the loop turns anyway", "[runtime][unref]") {
  const bool other = GENERATE(true, false);
  TestRuntime test;
  test.runtime.run([&] {
    Immediate quiet = test.runtime.set_immediate(test.say("quiet"));
    quiet.unref();
    CHECK_FALSE(quiet.has_ref());
    if (other) test.runtime.set_timeout(test.say("timer"), 10);
  });
  CHECK(test.log == (other ? Log{"quiet", "timer"} : Log{}));
}

TEST_CASE("an immediate that has run or was cleared has no ref", "[runtime][unref]") {
  TestRuntime test;
  Immediate immediate;
  test.runtime.run([&] {
    immediate = test.runtime.set_immediate([&] { CHECK_FALSE(immediate.has_ref()); });
    CHECK(immediate.has_ref());
  });
  immediate.ref();
  immediate.clear();
  CHECK_FALSE(test.loop.is_alive());
}

TEST_CASE("one immediate more than max_queued is refused", "[runtime][limit]") {
  LoopOptions options;
  options.max_queued = 100;
  TestRuntime test(options);
  test.runtime.run([&] {
    for (int i = 0; i < 100; ++i) test.runtime.set_immediate([] {});
    CHECK_THROWS_AS(test.runtime.set_immediate([] {}), QueueFull);
    for (int i = 0; i < 100; ++i) test.runtime.next_tick([] {});
    CHECK_THROWS_WITH(test.runtime.next_tick([] {}), Catch::Contains("the tick queue"));
    for (int i = 0; i < 100; ++i) test.runtime.queue_microtask([] {});
    CHECK_THROWS_WITH(test.runtime.queue_microtask([] {}), Catch::Contains("the microtask queue"));
  });
  CHECK(test.runtime.queues().ticks().empty());
  CHECK(test.runtime.queues().microtasks().empty());
}

}  // namespace loopscope::test

// timer-list: setTimeout's lists of equal durations. The orders are those that node prints.
#include <cmath>
#include <limits>

#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("timers of equal duration run in the order of arming", "[runtime][timer-list]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.run([&] {
    for (const char* text : {"a", "b", "c"}) test.runtime.set_timeout(test.say(text), 10);
  });
  CHECK(test.log == Log{"a", "b", "c"});
  CHECK(test.loop.now_ms() == 10);
}

TEST_CASE("delays that are no number from 1 to 2^31-1 are 1 ms, fractions are cut off",
          "[runtime][timer-list]") {
  TestRuntime test;
  const auto due_ms = [&test](double delay_ms) {
    test.take_records();
    test.runtime.set_timeout([] {}, delay_ms).clear();
    const Record armed = test.take_records(Event::operand_due).at(0);
    CHECK(armed.b == armed.a / Loop::ns_per_ms);  // armed at 0: the delay is the due time
    return armed.b;
  };
  CHECK(due_ms(0) == 1);
  CHECK(due_ms(-5) == 1);
  CHECK(due_ms(0.999) == 1);
  CHECK(due_ms(1.999) == 1);
  CHECK(due_ms(7.5) == 7);
  CHECK(due_ms(2147483647.0) == 2147483647);
  CHECK(due_ms(2147483648.0) == 1);
  CHECK(due_ms(std::numeric_limits<double>::quiet_NaN()) == 1);
  CHECK(due_ms(std::numeric_limits<double>::infinity()) == 1);
}

TEST_CASE("a timer's start is refreshed: 1 ms after 10 ms of work is due after 5 ms before it",
          "[runtime][timer-due]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.run([&] {
    test.runtime.set_timeout(test.say("5 ms"), 5);
    test.spend_ms(10);
    test.runtime.set_timeout(test.say("1 ms"), 1);
  });
  CHECK(test.log == Log{"5 ms", "1 ms"});
}

TEST_CASE("a list that is served runs every timer in it that is due", "[runtime][timer-list]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.run([&] {
    test.runtime.set_timeout(test.say("1 ms, due at 1"), 1);
    test.spend_ms(3);
    test.runtime.set_timeout(test.say("2 ms, due at 5"), 2);
    test.spend_ms(3);
    test.runtime.set_timeout(test.say("1 ms, due at 7"), 1);
    test.spend_ms(4);
  });
  CHECK(test.log == Log{"1 ms, due at 1", "1 ms, due at 7", "2 ms, due at 5"});
}

TEST_CASE("what is due is decided by the now of the phase's beginning",
          "[runtime][timer-not-due-yet]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.run([&] {
    test.runtime.set_timeout(
        [&] {
          test.log.emplace_back("slow");
          test.runtime.set_immediate(test.say("immediate"));
          test.spend_ms(50);
        },
        10);
    test.runtime.set_timeout(test.say("20 ms"), 20);
  });
  CHECK(test.log == Log{"slow", "immediate", "20 ms"});
}

TEST_CASE("a timer that a timer of its list arms waits for another turn", "[runtime][next-turn]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.run([&] {
    test.runtime.set_timeout(
        [&] {
          test.spend_ms(20);
          test.runtime.set_timeout(test.say("second"), 1);
          test.runtime.set_immediate(test.say("immediate"));
        },
        1);
  });
  CHECK(test.log == Log{"immediate", "second"});
}

TEST_CASE("clearing works from a timer of the same list, for the one before and the one after",
          "[runtime][timer-list]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  Timeout first;
  Timeout last;
  test.runtime.run([&] {
    first = test.runtime.set_timeout(test.say("first"), 10);
    test.runtime.set_timeout(
        [&] {
          test.log.emplace_back("middle");
          first.clear();
          last.clear();
          last.clear();
        },
        10);
    last = test.runtime.set_timeout(test.say("last"), 10);
  });
  CHECK(test.log == Log{"first", "middle"});
  CHECK(test.runtime.timers().size() == 0);
}

TEST_CASE("a tick of a timer can clear the next timer", "[runtime][drain-before-next-callback]") {
  TestRuntime test;
  Timeout next;
  test.runtime.run([&] {
    test.runtime.set_timeout([&] { test.runtime.next_tick([&] { next.clear(); }); }, 10);
    next = test.runtime.set_timeout(test.say("next"), 10);
  });
  CHECK(test.log.empty());
}

TEST_CASE("a timer that such a tick cleared stops counting once: a later one keeps the process",
          "[runtime][timer-list]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  Timeout next;
  test.runtime.run([&] {
    test.runtime.set_timeout(
        [&] {
          test.runtime.set_timeout(test.say("late"), 50);
          test.runtime.next_tick([&] { next.clear(); });
        },
        10);
    next = test.runtime.set_timeout(test.say("next"), 10);
  });
  CHECK(test.log == Log{"late"});
}

TEST_CASE("clearing the only timer lets the process end", "[runtime][timer-list]") {
  TestRuntime test;
  test.runtime.run([&] {
    Timeout timeout = test.runtime.set_timeout(test.say("never"), 1000);
    timeout.clear();
    CHECK_FALSE(test.loop.is_alive());
  });
  CHECK(test.clock.now_ns() == 0);
}

TEST_CASE("one timeout more than max_queued is refused", "[runtime][limit]") {
  LoopOptions options;
  options.max_queued = 4;
  TestRuntime test(options);
  test.runtime.run([&] {
    for (int i = 0; i < 4; ++i) test.runtime.set_timeout([] {}, 1);
    CHECK_THROWS_WITH(test.runtime.set_timeout([] {}, 1),
                      Catch::Contains("the timer queue already holds 4 tasks"));
  });
  CHECK(test.runtime.timers().size() == 0);
}

}  // namespace loopscope::test

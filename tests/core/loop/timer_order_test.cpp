// timer-due: timers run by due time, then in the order in which they were started.
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("earlier due, earlier run, equally due, in the order of starting", "[loop][timer-due]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer a(test.loop);
  Timer b(test.loop);
  Timer c(test.loop);
  Timer d(test.loop);
  c.start(test.say("c 20"), 20);
  b.start(test.say("b 10"), 10);
  a.start(test.say("a 10"), 10);
  d.start(test.say("d 5"), 5);
  test.loop.run();
  CHECK(test.log == Log{"d 5", "b 10", "a 10", "c 20"});
}

TEST_CASE("starting anew moves a timer behind the others of its due time", "[loop][timer-due]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer first(test.loop);
  Timer second(test.loop);
  first.start(test.say("first"), 10);
  second.start(test.say("second"), 10);
  first.start(test.say("first again"), 10);
  test.loop.run();
  CHECK(test.log == Log{"second", "first again"});
}

TEST_CASE("a due time is the cached now plus the delay", "[loop][timer-due]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer early(test.loop);
  Timer late(test.loop);
  test.spend_ms(10);
  early.start(test.say("from the cached 0"), 12);
  CHECK(early.due_ms() == 12);
  test.loop.update_time();
  late.start(test.say("from 10"), 5);
  CHECK(late.due_ms() == 15);
  test.loop.run();
  CHECK(test.log == Log{"from the cached 0", "from 10"});
}

TEST_CASE("next-turn: a 0 ms timer armed by a timer waits for the next turn", "[loop][next-turn]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer outer(test.loop);
  Timer inner(test.loop);
  Check check(test.loop);
  check.unref();
  check.start([&] { test.log.push_back("check " + std::to_string(test.loop.iteration())); });
  outer.start(
      [&] {
        test.log.emplace_back("outer");
        inner.start(test.say("inner"), 0);
      },
      0);
  test.loop.run();
  if (profile == Profile::classic)
    CHECK(test.log == Log{"outer", "check 1", "inner", "check 2"});
  else
    CHECK(test.log == Log{"outer", "check 1", "inner"});
}

TEST_CASE("a chain of 0 ms timers does not starve the loop", "[loop][next-turn]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  int left = 100;
  Callback again = [&] {
    if (--left > 0) timer.start([&] { again(); }, 0);
  };
  timer.start([&] { again(); }, 0);
  test.loop.run();
  CHECK(left == 0);
  CHECK(test.loop.iteration() >= 99);
}

TEST_CASE("timer-not-due-yet: only the cached now counts, however long a callback takes",
          "[loop][timer-not-due-yet]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer slow(test.loop);
  Timer next(test.loop);
  Check check(test.loop);
  check.unref();
  check.start(test.say("check"));
  slow.start(
      [&] {
        test.log.emplace_back("slow");
        test.spend_ms(50);
      },
      0);
  next.start(test.say("next"), 10);
  test.loop.run();
  CHECK(test.log.at(0) == "slow");
  CHECK(test.log.at(1) == "check");
  CHECK(test.log.at(2) == "next");
}

TEST_CASE("a delay too long to add up never comes", "[loop][timer-due]") {
  TestLoop test;
  Timer timer(test.loop);
  test.spend_ms(5);
  test.loop.update_time();
  timer.start(test.say("never"), ~std::uint64_t{0});
  CHECK(timer.due_ms() > 1'000'000'000'000);
  CHECK(test.loop.run(RunMode::nowait));
  CHECK(test.log.empty());
}

TEST_CASE("ten thousand timers in any order come in the right one", "[loop][timer-due]") {
  TestLoop test;
  std::vector<std::unique_ptr<Timer>> timers;
  std::vector<std::uint64_t> order;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const std::uint64_t delay_ms = i * 7919 % 1009;
    timers.push_back(std::make_unique<Timer>(test.loop));
    timers.back()->start([&order, delay_ms, i] { order.push_back(delay_ms * 100'000 + i); },
                         delay_ms);
  }
  for (std::size_t i = 0; i < timers.size(); i += 3) timers[i]->stop();
  test.loop.run();
  CHECK(order.size() == 10'000 - 3334);
  CHECK(std::is_sorted(order.begin(), order.end()));
}

}  // namespace loopscope::test

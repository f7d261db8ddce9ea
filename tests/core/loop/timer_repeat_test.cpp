// Timers that repeat, stop, start again, and go, also from callbacks.
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("a repeating timer is armed again before its callback", "[loop][timer]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  std::vector<std::uint64_t> due_ms;
  timer.start(
      [&] {
        due_ms.push_back(timer.due_ms());
        if (due_ms.size() == 3) timer.stop();
      },
      10, 5);
  test.loop.run();
  CHECK(due_ms == std::vector<std::uint64_t>{15, 20, 25});
  CHECK(test.loop.now_ms() == 20);
}

TEST_CASE("a repeat that comes late is counted from the late now", "[loop][timer]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  timer.start([] {}, 10, 10);
  test.spend_ms(37);
  test.loop.run(RunMode::nowait);
  CHECK(timer.due_ms() == 47);
}

TEST_CASE("again() starts the repeat interval from now, without one it does nothing",
          "[loop][timer]") {
  TestLoop test;
  Timer repeating(test.loop);
  Timer plain(test.loop);
  repeating.start(test.say("repeating"), 100, 10);
  plain.start(test.say("plain"), 30);
  repeating.again();
  plain.again();
  CHECK(repeating.due_ms() == 10);
  CHECK(plain.due_ms() == 30);
  plain.stop();
  plain.again();
  CHECK_FALSE(plain.is_active());
}

TEST_CASE("a timer can stop another one that is due in the same phase", "[loop][timer]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer first(test.loop);
  Timer second(test.loop);
  Timer third(test.loop);
  first.start(
      [&] {
        test.log.emplace_back("first");
        second.stop();
      },
      5);
  second.start(test.say("second"), 5);
  third.start(test.say("third"), 5);
  test.loop.run();
  CHECK(test.log == Log{"first", "third"});
}

TEST_CASE("a timer can be started anew, closed or destroyed in its own callback", "[loop][timer]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer restarted(test.loop);
  Timer closed(test.loop);
  auto destroyed = std::make_unique<Timer>(test.loop);
  restarted.start([&] { restarted.start(test.say("anew"), 1); }, 1);
  closed.start([&] { closed.close(test.say("closed")); }, 1, 1);
  destroyed->start(
      [&, text = std::string("destroyed, but my callback lives on")] {
        destroyed.reset();
        test.log.push_back(text);
      },
      1, 1);
  CHECK_FALSE(test.loop.run());
  CHECK(test.log.size() == 3);
  CHECK(test.log.front() == "destroyed, but my callback lives on");
}

TEST_CASE("a timer that is closing cannot be started", "[loop][timer]") {
  TestLoop test;
  Timer timer(test.loop, "mine");
  timer.close();
  CHECK_THROWS_WITH(timer.start([] {}, 1), Catch::Contains("timer \"mine\" that is closing"));
  CHECK_THROWS_AS(timer.again(), std::logic_error);
}

TEST_CASE("stop() keeps a timer out of the heap also when many were stopped", "[loop][timer]") {
  TestLoop test;
  std::vector<std::unique_ptr<Timer>> timers;
  for (int i = 0; i < 1000; ++i) timers.push_back(std::make_unique<Timer>(test.loop));
  for (int round = 0; round < 10; ++round) {
    for (auto& timer : timers) timer->start(test.say("stopped"), 1);
    for (auto& timer : timers) timer->stop();
  }
  timers.at(500)->start(test.say("the one"), 1);
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"the one"});
}

TEST_CASE("one loop timer more than max_queued is refused", "[loop][timer][limit]") {
  LoopOptions options;
  options.max_queued = 2;
  TestLoop test(options);
  Timer a(test.loop);
  Timer b(test.loop);
  Timer c(test.loop);
  a.start([] {}, 1);
  b.start([] {}, 1);
  CHECK_THROWS_AS(c.start([] {}, 1), QueueFull);
  a.stop();
  CHECK_NOTHROW(c.start([] {}, 1));
}

}  // namespace loopscope::test

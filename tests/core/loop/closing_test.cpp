// close-phase: a handle stops at once, its close callback runs in the close phase of the turn.
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("the handle closed last has its callback first", "[loop][close-phase]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer a(test.loop);
  Timer b(test.loop);
  Timer c(test.loop);
  a.close(test.say("a"));
  b.close(test.say("b"));
  c.close(test.say("c"));
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"c", "b", "a"});
  CHECK(test.loop.iteration() == 1);
}

TEST_CASE("a handle that closes keeps the loop alive for one turn", "[loop][close-phase]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  timer.unref();
  timer.close();
  CHECK(test.loop.is_alive());
  CHECK_FALSE(test.loop.run(RunMode::once));
  CHECK(test.loop.iteration() == 1);
}

TEST_CASE("one closed by a close callback waits for the next turn", "[loop][close-phase]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer first(test.loop);
  Timer second(test.loop);
  first.close([&] {
    test.log.push_back("first in " + std::to_string(test.loop.iteration()));
    second.close([&] { test.log.push_back("second in " + std::to_string(test.loop.iteration())); });
  });
  test.loop.run();
  CHECK(test.log == Log{"first in 1", "second in 2"});
}

TEST_CASE("close() stops at once, and a second one does nothing", "[loop][close-phase]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  timer.start(test.say("timer"), 0);
  timer.close(test.say("closed"));
  timer.close(test.say("closed twice"));
  CHECK(timer.is_closing());
  CHECK_FALSE(timer.is_active());
  test.loop.run();
  CHECK(test.log == Log{"closed"});
}

TEST_CASE("a handle destroyed while it closes has no callback", "[loop][close-phase]") {
  TestLoop test;
  auto timer = std::make_unique<Timer>(test.loop);
  timer->close(test.say("closed"));
  timer.reset();
  CHECK_FALSE(test.loop.is_alive());
  test.loop.run();
  CHECK(test.log.empty());
}

TEST_CASE("a close callback may destroy its handle, and another that is closing",
          "[loop][close-phase]") {
  TestLoop test;
  auto first = std::make_unique<Timer>(test.loop);
  auto second = std::make_unique<Timer>(test.loop);
  second->close(test.say("second"));
  first->close([&] {
    first.reset();
    second.reset();
    test.log.emplace_back("both gone");
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"both gone"});
}

}  // namespace loopscope::test

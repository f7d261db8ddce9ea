// Signal: a signal of the process as a callback on the loop.
#include "core/loop/signal.hpp"

#include <csignal>

#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("a signal calls back until it is stopped", "[loop][signal]") {
  TestLoop test(Profile::modern, Clock::Source::monotonic);
  Signal signal(test.loop);
  int calls = 0;
  signal.start(
      [&](int number) {
        CHECK(number == SIGUSR1);
        if (++calls == 2)
          signal.stop();
        else
          raise(SIGUSR1);
      },
      SIGUSR1);
  raise(SIGUSR1);
  CHECK_FALSE(test.loop.run());
  CHECK(calls == 2);
}

TEST_CASE("two handles of one signal are both called", "[loop][signal]") {
  TestLoop test(Profile::modern, Clock::Source::monotonic);
  Signal first(test.loop);
  Signal second(test.loop);
  first.start([&](int) { first.close(test.say("first closed")); }, SIGUSR2);
  second.start([&](int) { second.close(test.say("second closed")); }, SIGUSR2);
  raise(SIGUSR2);
  CHECK_FALSE(test.loop.run());
  CHECK(test.log.size() == 2);
}

TEST_CASE("a signal handle keeps the loop alive, and may go in its own callback",
          "[loop][signal]") {
  TestLoop test(Profile::modern, Clock::Source::monotonic);
  auto signal = std::make_unique<Signal>(test.loop);
  CHECK_FALSE(test.loop.is_alive());
  signal->start([&](int) { signal.reset(); }, SIGUSR1);
  CHECK(test.loop.is_alive());
  raise(SIGUSR1);
  CHECK_FALSE(test.loop.run());
}

TEST_CASE("a signal that cannot be caught is an error at once", "[loop][signal]") {
  TestLoop test;
  Signal signal(test.loop);
  CHECK_THROWS_AS(signal.start([](int) {}, SIGKILL), std::system_error);
  CHECK_FALSE(test.loop.is_alive());
  CHECK_NOTHROW(signal.stop());
}

}  // namespace loopscope::test

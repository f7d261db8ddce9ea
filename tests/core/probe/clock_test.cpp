// Clock: never backwards, from 0 on; virtual time only moves when told.
#include "core/probe/clock.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

namespace loopscope::test {

TEST_CASE("time begins at about 0 and never goes back", "[probe][clock]") {
  const auto source = GENERATE(Clock::Source::tsc, Clock::Source::monotonic);
  const Clock clock(source);
  CHECK_FALSE(clock.is_virtual());
  std::uint64_t last_ns = clock.now_ns();
  CHECK(last_ns < 1'000'000'000);
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t now_ns = clock.now_ns();
    if (now_ns < last_ns) FAIL("went back from " << last_ns << " to " << now_ns);
    last_ns = now_ns;
  }
}

TEST_CASE("nanoseconds are nanoseconds", "[probe][clock]") {
  const auto source = GENERATE(Clock::Source::tsc, Clock::Source::monotonic);
  const Clock clock(source);
  const auto real_begin = std::chrono::steady_clock::now();
  const std::uint64_t begin_ns = clock.now_ns();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const std::uint64_t took_ns = clock.now_ns() - begin_ns;
  const auto real = std::chrono::steady_clock::now() - real_begin;
  const auto real_ns = static_cast<double>(std::chrono::nanoseconds(real).count());
  CHECK(static_cast<double>(took_ns) <= 1.01 * real_ns);
  CHECK(took_ns >= 19'900'000);
}

TEST_CASE("virtual time stands still until it is moved, and never back", "[probe][clock]") {
  Clock clock(Clock::Source::virtual_time);
  CHECK(clock.is_virtual());
  CHECK(clock.now_ns() == 0);
  clock.advance_to_ns(500);
  CHECK(clock.now_ns() == 500);
  clock.advance_to_ns(100);
  CHECK(clock.now_ns() == 500);
  CHECK(clock.to_ns(clock.ticks()) == 500);
}

TEST_CASE("a moment before the clock began is 0", "[probe][clock]") {
  const Clock clock;
  CHECK(clock.to_ns(0) == 0);
}

}  // namespace loopscope::test

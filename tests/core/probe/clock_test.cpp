// Clock: never backwards, from 0 on; virtual time only moves when told.
#include "core/probe/clock.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>
#include <vector>

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

TEST_CASE("a clock counts from its own beginning", "[probe][clock]") {
  const Clock first;
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const Clock second;
  const std::uint64_t earlier_ns = first.now_ns();
  const std::uint64_t later_ns = second.now_ns();
  CHECK(earlier_ns >= 4'900'000);
  CHECK(later_ns < earlier_ns);
  const std::uint64_t ticks = first.ticks();  // both count the same
  CHECK(second.to_ns(ticks) <= second.now_ns());
}

TEST_CASE("under virtual time each stamp is later than the one before, time stands still",
          "[probe][clock]") {
  Clock clock(Clock::Source::virtual_time);
  CHECK(clock.stamp() == 1);
  CHECK(clock.stamp() == 2);
  clock.advance_to_ns(1000);
  CHECK(clock.stamp() == 1000);
  CHECK(clock.stamp() == 1001);
  clock.advance_to_ns(1001);
  CHECK(clock.stamp() == 1002);
  CHECK(clock.now_ns() == 1001);
}

TEST_CASE("stamps of several threads under virtual time are all different", "[probe][clock]") {
  constexpr std::size_t each = 5'000;
  const Clock clock(Clock::Source::virtual_time);
  std::vector<std::vector<std::uint64_t>> stamps(4);
  std::vector<std::thread> threads;
  for (auto& mine : stamps)
    threads.emplace_back([&clock, &mine] {
      for (std::size_t i = 0; i < each; ++i) mine.push_back(clock.stamp());
    });
  for (std::thread& thread : threads) thread.join();
  std::vector<std::uint64_t> all;
  for (const auto& mine : stamps) {
    CHECK(std::is_sorted(mine.begin(), mine.end()));
    all.insert(all.end(), mine.begin(), mine.end());
  }
  std::sort(all.begin(), all.end());
  CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
  CHECK(all.back() == 4 * each);
}

TEST_CASE("no stamp is earlier than the earliest that was told before", "[probe][clock]") {
  for (const auto source :
       {Clock::Source::tsc, Clock::Source::monotonic, Clock::Source::virtual_time}) {
    Clock clock(source);
    for (int i = 0; i < 1000; ++i) {
      const std::uint64_t earliest = clock.earliest_stamp();
      if (i % 3 == 0) clock.advance_to_ns(static_cast<std::uint64_t>(i) * 10);
      const std::uint64_t stamp = clock.stamp();
      if (stamp < earliest) FAIL("stamp " << stamp << " after " << earliest);
    }
  }
}

}  // namespace loopscope::test

// Timer delays that are the same in every run and for both sides.
#pragma once

#include <chrono>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

namespace loopscope::bench {

struct DelayRange {
  std::uint64_t from_ms;
  std::uint64_t to_ms;
};

inline constexpr DelayRange arming_delays{1, 1000};
/// So short that all of them are due after a wait of `all_due_after`.
inline constexpr DelayRange firing_delays{0, 5};
inline constexpr std::chrono::milliseconds all_due_after{8};

[[nodiscard]] inline std::vector<std::uint64_t> delays_ms(std::uint64_t count, DelayRange range) {
  std::mt19937_64 random(20261123);
  std::uniform_int_distribution<std::uint64_t> pick(range.from_ms, range.to_ms);
  std::vector<std::uint64_t> delays(count);
  for (std::uint64_t& delay : delays) delay = pick(random);
  return delays;
}

}  // namespace loopscope::bench

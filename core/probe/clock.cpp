#include "core/probe/clock.hpp"

#include <algorithm>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace loopscope {
namespace {

std::uint64_t monotonic_ns() noexcept {
  timespec ts{};
  clock_gettime(CLOCK_MONOTONIC, &ts);
  return static_cast<std::uint64_t>(ts.tv_sec) * 1'000'000'000U +
         static_cast<std::uint64_t>(ts.tv_nsec);
}

#if defined(__x86_64__)
bool tsc_is_invariant() noexcept {
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
  constexpr unsigned power_management_leaf = 0x80000007U;
  if (__get_cpuid(power_management_leaf, &eax, &ebx, &ecx, &edx) == 0) return false;
  return (edx & (1U << 8U)) != 0;
}

struct Moment {
  std::uint64_t ticks;
  std::uint64_t ns;
};

// Of several readings the one with the least time between its two halves.
Moment read_both_clocks() noexcept {
  Moment best{};
  std::uint64_t best_gap = ~std::uint64_t{0};
  for (int i = 0; i < 16; ++i) {
    const std::uint64_t before = __rdtsc();
    const std::uint64_t ns = monotonic_ns();
    const std::uint64_t after = __rdtsc();
    if (after - before >= best_gap) continue;
    best_gap = after - before;
    best = {before + (after - before) / 2, ns};
  }
  return best;
}

// 0 where the TSC cannot be used.
std::uint64_t measure_ns_per_tick_32() noexcept {
  if (!tsc_is_invariant()) return 0;
  constexpr std::uint64_t calibration_ns = 2'000'000;
  const Moment first = read_both_clocks();
  while (monotonic_ns() - first.ns < calibration_ns) {
  }
  const Moment last = read_both_clocks();
  if (last.ticks <= first.ticks) return 0;
  return ((last.ns - first.ns) << 32U) / (last.ticks - first.ticks);
}

std::uint64_t ns_per_tick_32() noexcept {
  static const std::uint64_t measured = measure_ns_per_tick_32();
  return measured;
}
#else
std::uint64_t ns_per_tick_32() noexcept {
  return 0;
}
#endif

}  // namespace

Clock::Clock() : Clock(Source::tsc) {}

Clock::Clock(Source source) : source_(source) {
  if (source_ == Source::virtual_time) return;
  const std::uint64_t scale = source_ == Source::tsc ? ns_per_tick_32() : 0;
  if (scale == 0)
    source_ = Source::monotonic;
  else
    ns_per_tick_32_ = scale;
  zero_ticks_ = ticks();
}

std::uint64_t Clock::slow_ticks() const noexcept {
  if (source_ == Source::virtual_time) return virtual_ns_.load(std::memory_order_relaxed);
  return monotonic_ns();
}

std::uint64_t Clock::slow_stamp() const noexcept {
  if (source_ != Source::virtual_time) return monotonic_ns();
  std::uint64_t last_ns = last_stamp_ns_.load(std::memory_order_relaxed);
  std::uint64_t stamp_ns = 0;
  do {
    stamp_ns = std::max(last_ns + 1, virtual_ns_.load(std::memory_order_relaxed));
  } while (!last_stamp_ns_.compare_exchange_weak(last_ns, stamp_ns, std::memory_order_relaxed));
  return stamp_ns;
}

std::uint64_t Clock::earliest_stamp() const noexcept {
  if (source_ != Source::virtual_time) return ticks();
  return std::max(last_stamp_ns_.load() + 1, virtual_ns_.load());
}

void Clock::advance_to_ns(std::uint64_t moment_ns) noexcept {
  if (virtual_ns_.load(std::memory_order_relaxed) < moment_ns)
    virtual_ns_.store(moment_ns, std::memory_order_relaxed);
}

}  // namespace loopscope

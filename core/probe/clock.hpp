// The time source of a run: the processor's TSC where it is invariant, else CLOCK_MONOTONIC, or
// virtual time that only moves when it is told to.
#pragma once

#include <atomic>
#include <cstdint>
#include <ctime>
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace loopscope {

/// Counts from its own creation: ns 0 is the moment at which the Clock was made.
/// Any thread may read; one thread (the loop's) advances virtual time.
class Clock {
 public:
  enum class Source : std::uint8_t { tsc, monotonic, virtual_time };

  /// Real time. The first call in a process takes about 2 ms to calibrate the TSC.
  Clock();
  /// `virtual_time` starts at 0 and stands still until advance_to_ns(). Asking for `tsc` on a
  /// machine without an invariant one gives `monotonic`.
  explicit Clock(Source source);
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  ~Clock() = default;

  [[nodiscard]] Source source() const noexcept { return source_; }
  [[nodiscard]] bool is_virtual() const noexcept { return source_ == Source::virtual_time; }

  /// Raw, unscaled time; the cheapest thing to store in a record.
  [[nodiscard]] std::uint64_t ticks() const noexcept {
#if defined(__x86_64__)
    if (source_ == Source::tsc) [[likely]]
      return __rdtsc();
#endif
    return slow_ticks();
  }
  /// ticks() for an event that is recorded now. Under virtual time each stamp is at least one
  /// nanosecond later than the one before, on whichever thread, so that what caused another event
  /// is always the earlier one; the time itself does not move, so recording changes no order.
  [[nodiscard]] std::uint64_t stamp() const noexcept {
#if defined(__x86_64__)
    if (source_ == Source::tsc) [[likely]]
      return __rdtsc();
#endif
    return slow_stamp();
  }
  /// No stamp() from now on is earlier than this: what has an earlier one is there to be read.
  [[nodiscard]] std::uint64_t earliest_stamp() const noexcept;
  [[nodiscard]] std::uint64_t to_ns(std::uint64_t ticks) const noexcept {
    const std::uint64_t since = ticks > zero_ticks_ ? ticks - zero_ticks_ : 0;
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(since) * ns_per_tick_32_) >> 32U);
  }
  [[nodiscard]] std::uint64_t now_ns() const noexcept {
    return to_ns(ticks());
  }

  /// Moves virtual time forward; a moment that has passed already changes nothing.
  void advance_to_ns(std::uint64_t moment_ns) noexcept;

 private:
  [[nodiscard]] std::uint64_t slow_ticks() const noexcept;
  [[nodiscard]] std::uint64_t slow_stamp() const noexcept;

  Source source_;
  std::uint64_t zero_ticks_ = 0;
  std::uint64_t ns_per_tick_32_ = std::uint64_t{1} << 32U;  // fixed point, 32 fraction bits
  std::atomic<std::uint64_t> virtual_ns_{0};
  mutable std::atomic<std::uint64_t> last_stamp_ns_{0};
};

}  // namespace loopscope

// What recording an event cannot do without: read the TSC, store 32 bytes, publish them to the one
// reader, and not run over it.
#pragma once

#if defined(__x86_64__)
#include <x86intrin.h>
#else
#include <ctime>
#endif

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <thread>

namespace loopscope::bench {

[[nodiscard]] inline std::uint64_t bare_ticks() noexcept {
#if defined(__x86_64__)
  return __rdtsc();
#else
  timespec ts{};
  clock_gettime(CLOCK_MONOTONIC, &ts);
  return static_cast<std::uint64_t>(ts.tv_sec) * 1'000'000'000U +
         static_cast<std::uint64_t>(ts.tv_nsec);
#endif
}

/// Same bounds and same threads as core/probe/ring.hpp, and nothing else it can do.
class BareRing {
 public:
  struct Slot {
    std::uint64_t ticks;
    std::uint64_t kind;
    std::uint64_t a;
    std::uint64_t b;
  };

  /// `capacity` is a power of two.
  explicit BareRing(std::size_t capacity) : mask_(capacity - 1), slots_(new Slot[capacity]{}) {}

  void push(std::uint64_t kind, std::uint64_t a, std::uint64_t b) noexcept {
    const std::uint64_t head = head_.load(std::memory_order_relaxed);
    while (head - seen_tail_ > mask_) {
      seen_tail_ = tail_.load(std::memory_order_acquire);
      if (head - seen_tail_ > mask_) std::this_thread::yield();
    }
    slots_[head & mask_] = {bare_ticks(), kind, a, b};
    head_.store(head + 1, std::memory_order_release);
  }

  [[nodiscard]] std::span<const Slot> readable() const noexcept {
    const std::uint64_t tail = tail_.load(std::memory_order_relaxed);
    const std::uint64_t head = head_.load(std::memory_order_acquire);
    const std::size_t first = tail & mask_;
    const std::size_t until_wrap = mask_ + 1 - first;
    return {&slots_[first], head - tail < until_wrap ? head - tail : until_wrap};
  }
  void release(std::size_t count) noexcept {
    tail_.store(tail_.load(std::memory_order_relaxed) + count, std::memory_order_release);
  }

 private:
  std::size_t mask_;
  std::unique_ptr<Slot[]> slots_;
  std::uint64_t seen_tail_ = 0;
  alignas(64) std::atomic<std::uint64_t> head_{0};
  alignas(64) std::atomic<std::uint64_t> tail_{0};
};

}  // namespace loopscope::bench

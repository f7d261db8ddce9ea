#include "core/probe/ring.hpp"

#include <unistd.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <thread>

namespace loopscope {
namespace {

constexpr std::size_t min_capacity = 64;
// After a loss the ring stays closed until this many slots are free, so that one Event::drop
// stands for many lost records rather than alternating with them.
constexpr std::size_t reopen_slots = 16;

void wait_a_little(int round) noexcept {
  constexpr int busy_rounds = 64;
  if (round < busy_rounds)
    std::this_thread::yield();
  else
    std::this_thread::sleep_for(std::chrono::microseconds(50));
}

}  // namespace

Ring::Ring(std::size_t capacity, FullPolicy policy)
    : mask_(std::bit_ceil(std::max(capacity, min_capacity)) - 1),
      limit_(mask_),
      policy_(policy),
      owner_(getpid()),
      slots_(new Record[mask_ + 1]{}) {}

std::span<const Record> Ring::readable() const noexcept {
  const std::uint64_t tail = tail_.load(std::memory_order_relaxed);
  const std::uint64_t head = head_.load(std::memory_order_acquire);
  const std::size_t first = tail & mask_;
  const std::size_t until_wrap = mask_ + 1 - first;
  return {&slots_[first], std::min<std::size_t>(head - tail, until_wrap)};
}

bool Ring::has_room(std::size_t records) noexcept {
  seen_tail_ = tail_.load(std::memory_order_acquire);
  return head_.load(std::memory_order_relaxed) - seen_tail_ + records <= limit_;
}

// True when `records` more fit. Only called when the producer's copy of tail_ says full, or while
// a loss has not been reported yet.
bool Ring::make_room(std::uint64_t ticks) noexcept {
  if (has_room(lost_now_ == 0 ? 1 : reopen_slots)) return true;
  if (policy_ == FullPolicy::block && getpid() == owner_) {
    for (int round = 0; read_.load(std::memory_order_relaxed); ++round) {
      wait_a_little(round);
      if (has_room(1)) return true;
    }
  }
  count_drop(ticks);
  return false;
}

void Ring::count_drop(std::uint64_t ticks) noexcept {
  if (lost_now_++ == 0) lost_since_ = ticks;
  // "Full", so that the next push comes here too and can report the loss.
  seen_tail_ = head_.load(std::memory_order_relaxed) - limit_;
  dropped_.fetch_add(1, std::memory_order_relaxed);
}

void Ring::push_when_full(Record record) noexcept {
  if (!make_room(record.ticks)) return;
  if (lost_now_ != 0) {
    put({record.ticks, Event::drop, 0, 0, lost_now_, lost_since_});
    lost_now_ = 0;
  }
  put(record);
}

void Ring::put(const Record& record) noexcept {
  const std::uint64_t head = head_.load(std::memory_order_relaxed);
  slots_[head & mask_] = record;
  head_.store(head + 1, std::memory_order_release);
}

}  // namespace loopscope

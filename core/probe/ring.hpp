// A bounded single-producer, single-consumer ring of records: the hot path of a recording.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "core/probe/record.hpp"

namespace loopscope {

/// What a producer does when its ring is full.
enum class FullPolicy : std::uint8_t {
  block,  // wait for the reader, as long as there is one: nothing is lost
  drop,   // lose the record, count it, and say so with an Event::drop as soon as there is room
};

/// push() belongs to one thread, readable()/release() to one other. No lock, no allocation and no
/// system call unless the ring is full under `block`.
class Ring {
 public:
  /// `capacity` is rounded up to a power of two, at least 64.
  Ring(std::size_t capacity, FullPolicy policy);

  void push(const Record& record) noexcept {
    const std::uint64_t head = head_.load(std::memory_order_relaxed);
    if (head - seen_tail_ >= limit_) [[unlikely]] {
      push_when_full(record);
      return;
    }
    slots_[head & mask_] = record;
    head_.store(head + 1, std::memory_order_release);
  }

  /// The records that can be read now, oldest first, up to the end of the buffer; the rest of a
  /// wrapped ring comes with the next call after release().
  [[nodiscard]] std::span<const Record> readable() const noexcept;
  /// Gives back the first `count` records of the last readable().
  void release(std::size_t count) noexcept {
    tail_.store(tail_.load(std::memory_order_relaxed) + count, std::memory_order_release);
  }

  [[nodiscard]] std::size_t capacity() const noexcept { return mask_ + 1; }

  /// Whether anybody reads; if not, full means drop under `block` too, which would wait for ever.
  /// After fork() nobody does in the child, whatever was said here.
  void set_read(bool read) noexcept { read_.store(read, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t dropped() const noexcept {
    return dropped_.load(std::memory_order_relaxed);
  }

 private:
  // By value: a reference would force push() to build the record in memory first and to load it
  // back for the copy, which waits for the whole store buffer and doubles the cost of an event.
  void push_when_full(Record record) noexcept;
  bool make_room(std::uint64_t ticks) noexcept;
  void put(const Record& record) noexcept;
  [[nodiscard]] bool has_room(std::size_t records) noexcept;
  void count_drop(std::uint64_t ticks) noexcept;

  std::size_t mask_;
  std::size_t limit_;  // records that may wait; drop keeps one slot for the event that says so
  FullPolicy policy_;
  pid_t owner_;
  std::unique_ptr<Record[]> slots_;
  std::uint64_t lost_now_ = 0;    // dropped since the last Event::drop
  std::uint64_t lost_since_ = 0;  // ticks of the first of them
  std::uint64_t seen_tail_ = 0;   // producer's copy of tail_
  alignas(64) std::atomic<std::uint64_t> head_{0};
  alignas(64) std::atomic<std::uint64_t> tail_{0};
  alignas(64) std::atomic<std::uint64_t> dropped_{0};
  std::atomic<bool> read_{true};
};

}  // namespace loopscope

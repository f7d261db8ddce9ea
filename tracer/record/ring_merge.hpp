// Takes the records of all threads out of their rings in the order of their times.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/probe/session.hpp"

namespace loopscope {

/// The rings' reading side. Used by one thread.
class RingMerge {
 public:
  /// Called with consecutive records of one thread.
  using OnRecords = std::function<void(std::uint32_t thread, std::span<const Record> records)>;

  struct Drained {
    std::size_t records = 0;
    double fullest = 0;  // of all rings, how full the fullest was when it was looked at: 0 to 1
  };

  /// Delivers every record that is in `threads`' rings and older than `until_ticks`, oldest
  /// first (exactly in order on each thread; across threads as far as records were there to be
  /// seen), and frees their slots on the way.
  Drained drain(std::span<Session::Thread* const> threads, std::uint64_t until_ticks,
                const OnRecords& on_records);

 private:
  struct Cursor {
    std::uint32_t thread;
    Ring* ring;
    std::span<const Record> records;  // readable ones that were not delivered yet
    std::size_t taken = 0;            // delivered, their slots not free yet
    [[nodiscard]] std::uint64_t ticks() const noexcept { return records.front().ticks; }
  };
  static bool later(const Cursor& one, const Cursor& other) noexcept;
  void open(std::span<Session::Thread* const> threads, std::uint64_t until_ticks);
  [[nodiscard]] static bool refill(Cursor& cursor, std::uint64_t until_ticks);
  void deliver_run(Cursor& cursor, std::uint64_t until_ticks, const OnRecords& on_records);

  std::vector<Cursor> heap_;  // the cursor with the oldest record first
  Drained drained_;
};

}  // namespace loopscope

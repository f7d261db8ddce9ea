// The loop's timers: a heap by (due, start sequence), as libuv's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace loopscope {

class Timer;

/// A stopped timer leaves its entry behind, which is dropped when it comes to the top or when more
/// than half of all entries are such; so neither arming nor stopping touches another timer.
class TimerQueue {
 public:
  using Slot = std::uint32_t;
  static constexpr Slot no_slot = ~Slot{0};

  /// Adds `timer`; the result names its entry until it is removed or popped.
  Slot add(Timer& timer, std::uint64_t due_ms);
  void remove(Slot slot) noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return live_; }
  /// The timer that is due first; null if there is none.
  [[nodiscard]] Timer* first() noexcept;

  /// One timers phase: gives the timers that were armed before it began. One armed meanwhile waits
  /// for the next phase, however short its delay (libuv 1.48's rule); but for the internal timer of
  /// the layer above, which is Node 20's on libuv 1.46: if it is due by now, it runs again.
  class DuePhase {
   public:
    explicit DuePhase(TimerQueue& queue) : queue_(queue), end_sequence_(queue.next_sequence_) {}
    DuePhase(const DuePhase&) = delete;
    DuePhase& operator=(const DuePhase&) = delete;
    ~DuePhase();
    /// Takes the first timer with due <= now; null if none is left.
    Timer* next(std::uint64_t now_ms);

   private:
    TimerQueue& queue_;
    std::uint64_t end_sequence_;
  };

 private:
  struct Entry {
    std::uint64_t due_ms;
    std::uint64_t sequence;
    Slot slot;
  };
  struct Later {
    bool operator()(const Entry& left, const Entry& right) const noexcept {
      if (left.due_ms != right.due_ms) return left.due_ms > right.due_ms;
      return left.sequence > right.sequence;
    }
  };
  void push(const Entry& entry);
  void pop_first();
  void drop_stale();
  void free_slot(Slot slot) { free_slots_.push_back(slot); }

  std::vector<Entry> heap_;
  std::vector<Timer*> slots_;  // null: stopped
  std::vector<Slot> free_slots_;
  std::vector<Entry> too_new_;  // due, but armed in the phase that runs
  std::size_t live_ = 0;
  std::uint64_t next_sequence_ = 0;
};

}  // namespace loopscope

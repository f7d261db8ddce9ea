// Whether a task waits in its queue, and what changes that: the one rule of what queues hold.
#pragma once

namespace loopscope {

/// A task waits from `task.queue` until `task.begin` (until `task.cancel` where it stays in its
/// queue, `repeat`) or `task.cancel`; queued again while it waits, it moves. It is forgotten when
/// it neither waits nor runs. One function for each of these events.
struct TaskStanding {
  bool repeat = false;
  bool waiting = false;
  unsigned running = 0;  // begun and not ended

  /// Whether it waited already and moves.
  bool join(bool stays) noexcept {
    const bool moves = waiting;
    repeat = stays;
    waiting = true;
    return moves;
  }
  /// Whether it leaves its queue by that.
  bool begin() noexcept {
    const bool leaves = waiting && !repeat;
    if (!repeat) waiting = false;
    ++running;
    return leaves;
  }
  void end() noexcept {
    if (running > 0) --running;
  }
  /// Whether it leaves its queue by that.
  bool cancel() noexcept {
    const bool leaves = waiting;
    waiting = false;
    return leaves;
  }
  [[nodiscard]] bool gone() const noexcept { return !waiting && running == 0; }
};

}  // namespace loopscope

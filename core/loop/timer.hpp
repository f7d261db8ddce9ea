// uv_timer_t: calls back once after a time, or again and again.
#pragma once

#include "core/loop/handle.hpp"
#include "core/loop/timer_queue.hpp"

namespace loopscope {

/// Due times are the loop's cached now plus the delay, in whole milliseconds, as in libuv.
class Timer final : public Handle {
 public:
  explicit Timer(Loop& loop, std::string_view name = {},
                 SourceLocation where = SourceLocation::current())
      : Handle(loop, HandleKind::timer, name, where) {}
  Timer(Loop& loop, Visibility visibility) : Handle(loop, HandleKind::timer, {}, {}, visibility) {}
  ~Timer() override;

  /// Arms the timer, or arms it anew. A repeating timer is armed again before its callback is
  /// called. Throws std::logic_error on a closing handle.
  void start(Callback callback, std::uint64_t timeout_ms, std::uint64_t repeat_ms = 0,
             SourceLocation where = SourceLocation::current());
  void stop() noexcept;
  /// Starts the repeat interval from now; without one it does nothing.
  void again();
  [[nodiscard]] std::uint64_t due_ms() const noexcept { return due_ms_; }

 private:
  friend class Loop;
  void stop_for_close() override { stop(); }
  void arm(std::uint64_t delay_ms);
  void fire();

  Callback callback_;
  TimerQueue::Slot slot_ = TimerQueue::no_slot;
  std::uint64_t due_ms_ = 0;
  std::uint64_t repeat_ms_ = 0;
  std::uint64_t task_ = 0;
  SourceLocation where_;
};

}  // namespace loopscope

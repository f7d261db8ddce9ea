#include "core/loop/timer.hpp"

#include <algorithm>
#include <limits>

#include "core/loop/loop.hpp"

namespace loopscope {

Timer::~Timer() {
  stop();
}

void Timer::start(Callback callback, std::uint64_t timeout_ms, std::uint64_t repeat_ms,
                  SourceLocation where) {
  require_open("start()");
  Callback&& given = needed(callback, "Timer::start()");
  stop();
  callback_ = std::move(given);
  repeat_ms_ = repeat_ms;
  where_ = where;
  if (!is_internal()) task_ = loop().probe().new_id();
  arm(timeout_ms);
}

void Timer::stop() noexcept {
  if (slot_ == TimerQueue::no_slot) return;
  loop().timers_.remove(slot_);
  slot_ = TimerQueue::no_slot;
  set_active(false);
  if (!is_internal()) loop().probe().task_cancel(task_);
}

void Timer::again() {
  require_open("again()");
  if (repeat_ms_ == 0) return;
  stop();
  if (!is_internal()) task_ = loop().probe().new_id();
  arm(repeat_ms_);
}

void Timer::arm(std::uint64_t delay_ms) {
  Loop& on = loop();
  if (on.timers_.size() >= on.options().max_queued)
    throw QueueFull("timer", on.options().max_queued);
  constexpr std::uint64_t last_ms = std::numeric_limits<std::uint64_t>::max() / Loop::ns_per_ms;
  due_ms_ = delay_ms > last_ms - on.now_ms() ? last_ms : on.now_ms() + delay_ms;
  slot_ = on.timers_.add(*this, due_ms_);
  set_active(true);
  if (is_internal()) return;
  on.probe().timer_queue(task_, name(), where_, due_ms_ * Loop::ns_per_ms,
                         std::min(delay_ms, last_ms),
                         has_ref() ? std::uint16_t{0} : task_flag_unref);
}

// uv__run_timers: stopped, armed again if it repeats, then called.
void Timer::fire() {
  slot_ = TimerQueue::no_slot;
  if (is_internal()) {
    set_active(false);
    return run_callback(callback_);
  }
  if (repeat_ms_ == 0) set_active(false);
  loop().invoke(task_, [this] {
    if (repeat_ms_ != 0) arm(repeat_ms_);
    run_callback(callback_);
  });
}

}  // namespace loopscope

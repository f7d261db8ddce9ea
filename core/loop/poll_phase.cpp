// The poll phase: how long it may wait and why, the wait, and the callbacks of what is ready.
#include <algorithm>

#include "core/loop/loop.hpp"
#include "core/loop/phase_scope.hpp"
#include "core/loop/pool.hpp"
#include "core/loop/timer.hpp"

namespace loopscope {

// In the order of uv_backend_timeout().
Loop::PollPlan Loop::plan_poll(RunMode mode, bool may_sleep) {
  if (mode == RunMode::nowait || (mode == RunMode::once && !may_sleep))
    return {0, PollReason::run_nowait};
  if (stop_) return {0, PollReason::stopped};
  if (active_handles_ == 0 && requests_.empty()) return {0, PollReason::nothing_active};
  if (!pending_.empty() || poll_.has_ready()) return {0, PollReason::pending};
  if (!idle_handles_.empty())
    return {0, only_immediates_idle() ? PollReason::immediate : PollReason::idle};
  if (!closing_.empty()) return {0, PollReason::closing};
  return plan_for_next_timer();
}

Loop::PollPlan Loop::plan_for_next_timer() {
  const Timer* const timer = timers_.first();
  if (timer == nullptr) return {forever_ns, PollReason::no_timer};
  const std::uint64_t wait_ms = timer->due_ms() > now_ms_ ? timer->due_ms() - now_ms_ : 0;
  const bool hosts = timer->is_internal() && host_ != nullptr;
  return {std::min(wait_ms, max_wait_ms) * ns_per_ms, PollReason::timer,
          hosts ? host_->first_timer_task() : timer->task_};
}

bool Loop::only_immediates_idle() const noexcept {
  return std::all_of(idle_handles_.begin(), idle_handles_.end(),
                     [](const PhaseHandle& handle) { return handle.is_internal(); });
}

void Loop::run_poll(RunMode mode, bool may_sleep) {
  if (halted_) return;
  const PhaseScope scope(probe_, Phase::poll, 0);
  const PollPlan plan = plan_poll(mode, may_sleep);
  probe_.emit(Event::poll_wait, static_cast<std::uint16_t>(plan.reason), 0, plan.timeout_ns,
              plan.timer_task);
  wait(plan);
  update_time();
  ReadyList& ready = poll_.serve();
  trace_ready(ready);
  dispatch(ready);
}

void Loop::wait(const PollPlan& plan) {
  if (!clock_.is_virtual()) return poll_.collect(without_elapsed(plan.timeout_ns));
  poll_.collect(0);
  if (plan.timeout_ns == 0) return;
  if (poll_.has_ready()) return;
  // Worker threads take real time; only where they are idle does virtual time jump to the timer.
  if (pool_->is_busy() || plan.timeout_ns == forever_ns) return poll_.collect(forever_ns);
  clock_.advance_to_ns(now_ms_ * ns_per_ms + plan.timeout_ns);
}

// The timeout counts from the cached now, but callbacks took time since. As libuv measures its idle
// time (which Node asks for), in whole milliseconds, so that it never wakes before a timer is due.
std::uint64_t Loop::without_elapsed(std::uint64_t timeout_ns) const noexcept {
  if (timeout_ns == 0 || timeout_ns == forever_ns) return timeout_ns;
  const std::uint64_t elapsed_ns = (clock_.now_ns() / ns_per_ms - now_ms_) * ns_per_ms;
  return timeout_ns > elapsed_ns ? timeout_ns - elapsed_ns : 0;
}

void Loop::trace_ready(const ReadyList& ready) {
  if (!probe_.on()) return;
  ready_items_.clear();
  for (const Ready& one : ready) one.list_ready(ready_items_);
  probe_.emit(Event::poll_wake, 0, 0, ready_items_.size());
  for (const ReadyItem& item : ready_items_)
    probe_.emit(Event::poll_ready, static_cast<std::uint16_t>(item.direction), 0, item.id);
}

void Loop::dispatch(ReadyList& ready) {
  while (!ready.empty() && !halted_) {
    Ready& next = ready.front();
    ready.pop_front();
    next.on_ready();
  }
}

}  // namespace loopscope

#include "core/runtime/task_queues.hpp"

namespace loopscope {

TaskQueues::TaskQueues(Loop& loop, RejectionListener& listener)
    : loop_(loop),
      listener_(listener),
      ticks_("tick", loop.options().max_queued),
      microtasks_("microtask", loop.options().max_queued) {}

void TaskQueues::next_tick(Callback callback, std::string_view name, const SourceLocation& where) {
  const std::uint64_t task = loop_.probe().new_id();
  ticks_.push({std::move(callback), task});
  tick_scheduled_ = true;
  loop_.probe().task_queue(task, Queue::tick, name, where);
}

void TaskQueues::queue_microtask(Callback callback, std::string_view name,
                                 const SourceLocation& where) {
  const std::uint64_t task = loop_.probe().new_id();
  microtasks_.push({std::move(callback), task});
  loop_.probe().task_queue(task, Queue::microtask, name, where);
}

bool TaskQueues::run_next_ticks() {
  if (loop_.is_halted()) return false;
  if (!tick_scheduled_ && rejections_.empty()) run_microtasks();
  if (loop_.is_halted()) return false;
  if (!tick_scheduled_ && rejections_.empty()) return true;
  return run_ticks_and_rejections();
}

// processTicksAndRejections
bool TaskQueues::run_ticks_and_rejections() {
  do {
    if (!run_ticks()) return false;
    run_microtasks();
    if (loop_.is_halted()) return false;
  } while (!ticks_.empty() || report_rejections());
  tick_scheduled_ = false;
  return !loop_.is_halted();
}

bool TaskQueues::run_ticks() {
  while (!ticks_.empty()) {
    QueuedTask tick = ticks_.pop();
    if (!loop_.run_task(tick.id, tick.callback)) return false;
  }
  return true;
}

// One that throws is reported and the next one runs: the engine, not Node, empties this queue.
void TaskQueues::run_microtasks() {
  while (!microtasks_.empty() && !loop_.is_halted()) {
    QueuedTask microtask = microtasks_.pop();
    loop_.run_task(microtask.id, microtask.callback);
  }
}

// processPromiseRejections. True if there may be more to drain.
bool TaskQueues::report_rejections() {
  const std::vector<RejectablePtr> late = rejections_.take_handled_late();
  for (const RejectablePtr& promise : late) listener_.rejection_handled(promise);
  const std::vector<RejectablePtr> unhandled = rejections_.take_unhandled();
  for (const RejectablePtr& promise : unhandled) {
    if (loop_.is_halted()) return false;
    Rejections::mark_reported(*promise);
    listener_.unhandled_rejection(promise);
  }
  return !late.empty() || !unhandled.empty() || !rejections_.empty();
}

}  // namespace loopscope

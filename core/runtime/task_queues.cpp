#include "core/runtime/task_queues.hpp"

namespace loopscope {

TaskQueues::TaskQueues(Loop& loop, RejectionListener& listener)
    : loop_(loop),
      listener_(listener),
      ticks_("tick", loop.options().max_queued),
      microtasks_("microtask", loop.options().max_queued) {}

void TaskQueues::next_tick(Callback&& callback, std::string_view name,
                           const SourceLocation& where) {
  const std::uint64_t task = loop_.probe().new_id();
  ticks_.push(std::move(callback), task);
  tick_scheduled_ = true;
  loop_.probe().task_queue(task, Queue::tick, name, where);
}

void TaskQueues::queue_microtask(Callback&& callback, std::string_view name,
                                 const SourceLocation& where) {
  const std::uint64_t task = loop_.probe().new_id();
  microtasks_.push(std::move(callback), task);
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
  for (;;) {
    if (!run_ticks()) return false;
    run_microtasks();
    if (loop_.is_halted()) return false;
    if (!ticks_.empty()) continue;
    if (rejections_.empty()) break;
    if (!report_rejections()) return false;
  }
  tick_scheduled_ = false;
  return true;
}

bool TaskQueues::run_ticks() {
  while (!ticks_.empty()) {
    const bool ran =
        ticks_.serve([this](QueuedTask& tick) { return loop_.run_task(tick.id, tick.callback); });
    if (!ran) return false;
  }
  return true;
}

// One that throws is reported and the next one runs: the engine, not Node, empties this queue.
void TaskQueues::run_microtasks() {
  while (!microtasks_.empty() && !loop_.is_halted()) {
    microtasks_.serve([this](QueuedTask& next) { loop_.run_task(next.id, next.callback); });
  }
}

// processPromiseRejections. A listener that throws ends it: the unhandled ones behind are lost.
bool TaskQueues::report_rejections() {
  while (const RejectablePtr late = rejections_.take_handled_late())
    if (!listener_.rejection_handled(late)) return false;
  for (const RejectablePtr& promise : rejections_.take_unhandled()) {
    Rejections::mark_reported(*promise);
    if (!listener_.unhandled_rejection(promise)) return false;
  }
  return true;
}

}  // namespace loopscope

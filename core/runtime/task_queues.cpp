#include "core/runtime/task_queues.hpp"

namespace loopscope {

TaskQueues::TaskQueues(Loop& loop, RejectionListener& listener, Guest* guest)
    : loop_(loop),
      listener_(listener),
      guest_(guest),
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

bool TaskQueues::run_what_waits() {
  if (loop_.is_halted()) return false;
  if (!tick_scheduled_ && !has_rejections()) run_microtasks();
  if (loop_.is_halted()) return false;
  if (!tick_scheduled_ && !has_rejections()) return true;
  return run_ticks_and_rejections();
}

// processTicksAndRejections
bool TaskQueues::run_ticks_and_rejections() {
  for (;;) {
    if (!run_ticks()) return false;
    run_microtasks();
    if (loop_.is_halted()) return false;
    if (!ticks_.empty()) continue;
    if (!has_rejections()) break;
    const Guest::Report report = report_rejections();
    if (report == Guest::Report::threw) return false;
    if (report == Guest::Report::done) break;
  }
  tick_scheduled_ = false;
  if (guest_ != nullptr) guest_->drained();
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

void TaskQueues::run_microtasks() {
  if (guest_ != nullptr)
    guest_->run_microtasks();
  else
    run_own_microtasks();
}

// One that throws is reported and the next one runs: the engine, not Node, empties this queue.
void TaskQueues::run_own_microtasks() {
  while (!microtasks_.empty() && !loop_.is_halted()) {
    microtasks_.serve([this](QueuedTask& next) { loop_.run_task(next.id, next.callback); });
  }
}

Guest::Report TaskQueues::report_rejections() {
  if (guest_ != nullptr) return guest_->report_rejections();
  return report_own_rejections() ? Guest::Report::again : Guest::Report::threw;
}

// processPromiseRejections. A listener that throws ends it: the unhandled ones behind are lost.
bool TaskQueues::report_own_rejections() {
  while (const RejectablePtr late = rejections_.take_handled_late())
    if (!listener_.rejection_handled(late)) return false;
  for (const RejectablePtr& promise : rejections_.take_unhandled()) {
    Rejections::mark_reported(*promise);
    if (!listener_.unhandled_rejection(promise)) return false;
  }
  return true;
}

}  // namespace loopscope

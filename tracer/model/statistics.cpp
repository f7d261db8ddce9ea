#include "tracer/model/statistics.hpp"

#include <algorithm>
#include <utility>

#include "tracer/format/names.hpp"

namespace loopscope {

static_assert(phase_count == Names<Phase>::all.size());
static_assert(queue_count == Names<Queue>::all.size());
static_assert(poll_reason_count == Names<PollReason>::all.size());

double Statistics::poll_share() const noexcept {
  const auto all = static_cast<double>(recorded_ns());
  return all <= 0 ? 0 : std::min(1.0, static_cast<double>(poll_wait.sum()) / all);
}

/// The same name in two queues is two rows; the second says which queue it is.
Statistics::Named* StatisticsBuilder::row_of_name(const Task& task) {
  std::string label(walker_.task_name(task));
  const auto found = statistics_.names.find(label);
  if (found != statistics_.names.end()) {
    if (found->second.queue == task.queue) return &found->second;
    label += " (" + std::string(name_of(task.queue)) + ")";
  }
  if (statistics_.names.size() >= max_names && !statistics_.names.contains(label)) return nullptr;
  Statistics::Named& row = statistics_.names[label];
  row.queue = task.queue;
  return &row;
}

Statistics::Runs* StatisticsBuilder::runs_of_name(const Task& task) {
  if (task.name == 0) return nullptr;
  const NumberedRuns key{task.name, task.queue};
  if (const auto found = by_number_.find(key); found != by_number_.end())
    return &found->second->runs;
  Statistics::Named* row = row_of_name(task);
  if (row == nullptr) return nullptr;
  by_number_[key] = row;
  return &row->runs;
}

void StatisticsBuilder::forget_number(std::uint32_t name) {
  for (std::size_t queue = 0; queue < queue_count; ++queue)
    by_number_.erase({name, static_cast<Queue>(queue)});
}

void StatisticsBuilder::apply_before(const TraceEvent& event) {
  counting_ = false;
  walker_.apply(event);
  counting_ = true;
}

void StatisticsBuilder::left(const Task& task, const TraceEvent& event) {
  if (!counting_) return;
  if (event.event == Event::task_cancel) {
    ++statistics_.tasks_cancelled;
    return;
  }
  const std::int64_t waited_ns = event.t_ns - task.queued_ns;
  statistics_.queues[static_cast<std::size_t>(task.queue)].waited.add(waited_ns);
  if (Statistics::Runs* named = runs_of_name(task)) named->waited.add(waited_ns);
  if (task.queue == Queue::timer && task.due_ns != TraceEvent::no_time)
    statistics_.timer_lag.add(event.t_ns - task.due_ns);
}

void StatisticsBuilder::task_ran(const Scope& scope) {
  ++statistics_.tasks_run;
  if (scope.threw) ++statistics_.errors_thrown;
  if (!scope.task.known()) return;
  const std::int64_t ran_ns = scope.end_ns - scope.begin_ns;
  statistics_.queues[static_cast<std::size_t>(scope.task.queue)].ran.add(ran_ns);
  if (Statistics::Runs* named = runs_of_name(scope.task))
    named->ran.add(ran_ns);
  else if (scope.task.name != 0)
    ++statistics_.other_names;
}

void StatisticsBuilder::closed(Scope& scope) {
  if (!counting_) return;
  const std::int64_t took_ns = scope.end_ns - scope.begin_ns;
  switch (scope.kind) {
    case ScopeKind::phase:
      return statistics_.phases[static_cast<std::size_t>(scope.phase)].add(took_ns);
    case ScopeKind::wait:
      ++statistics_.poll_reasons[static_cast<std::size_t>(scope.why)];
      return statistics_.poll_wait.add(took_ns);
    case ScopeKind::pool:
      return statistics_.pool_work.add(took_ns);
    case ScopeKind::turn:
      ++statistics_.turns;
      return;
    case ScopeKind::task:
      return task_ran(scope);
    case ScopeKind::boot:
      return;
  }
}

void StatisticsBuilder::event(const TraceEvent& event) {
  if (!counting_) return;
  ++statistics_.events;
  if (event.event == Event::definition) {
    if (event.definition == DefinitionKind::name)
      forget_number(static_cast<std::uint32_t>(event.n));
    return;
  }
  if (!any_) statistics_.first_ns = event.t_ns;
  any_ = true;
  statistics_.first_ns = std::min(statistics_.first_ns, event.t_ns);
  if (event.event == Event::drop)
    statistics_.dropped += static_cast<std::uint64_t>(std::max<std::int64_t>(event.n, 0));
  if (event.event >= Event::tcp_listen && event.event <= Event::tcp_error) tcp(event);
}

Statistics StatisticsBuilder::finish() {
  walker_.finish();
  statistics_.last_ns = std::max(walker_.last_ns(), statistics_.first_ns);
  for (const auto& [id, task] : walker_.tasks().all())
    if (task.waiting) ++statistics_.tasks_waiting;
  return std::move(statistics_);
}

}  // namespace loopscope

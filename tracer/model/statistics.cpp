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

StatisticsBuilder::StatisticsBuilder(const Trace& trace, std::uint32_t from_step)
    : trace_(trace), state_(trace.state(from_step)), step_(from_step) {
  statistics_.first_ns = from_step < trace.size() ? trace[from_step].t_ns : trace.last_ns();
}

/// The same name in two queues is two rows; the second says which queue it is.
Statistics::Named* StatisticsBuilder::row_of_name(std::string_view name, Queue queue) {
  std::string label(name.empty() ? name_of(queue) : name);
  const auto found = statistics_.names.find(label);
  if (found != statistics_.names.end()) {
    if (found->second.queue == queue) return &found->second;
    label += " (" + std::string(name_of(queue)) + ")";
  }
  if (statistics_.names.size() >= max_names && !statistics_.names.contains(label)) return nullptr;
  Statistics::Named& row = statistics_.names[label];
  row.queue = queue;
  return &row;
}

Statistics::Runs* StatisticsBuilder::runs_of_name(const PackedEvent& queued) {
  const std::uint32_t name = trace_.label(queued).name;
  if (name == 0) return nullptr;
  const NumberedRuns key{name, queued.queue()};
  if (const auto found = by_number_.find(key); found != by_number_.end())
    return &found->second->runs;
  Statistics::Named* row = row_of_name(trace_.name(queued), queued.queue());
  if (row == nullptr) return nullptr;
  by_number_[key] = row;
  return &row->runs;
}

void StatisticsBuilder::left(std::uint32_t queued, std::uint32_t index) {
  const PackedEvent& event = trace_[index];
  const PackedEvent& task = trace_[queued];
  if (event.kind() == Event::task_cancel) {
    ++statistics_.tasks_cancelled;
    return;
  }
  // What moves to another queue, and what begins and stays in its queue, has not left it.
  if (event.kind() != Event::task_begin || task.has(PackedEvent::repeat) ||
      trace_.forward(queued) != index)
    return;
  const std::int64_t waited_ns = event.t_ns - task.t_ns;
  statistics_.queues[static_cast<std::size_t>(task.queue())].waited.add(waited_ns);
  if (Statistics::Runs* named = runs_of_name(task)) named->waited.add(waited_ns);
  if (task.queue() == Queue::timer && task.value != TraceEvent::no_time)
    statistics_.timer_lag.add(event.t_ns - task.value);
}

void StatisticsBuilder::task_ran(std::uint32_t queued, std::int64_t ran_ns, bool threw) {
  ++statistics_.tasks_run;
  if (threw) ++statistics_.errors_thrown;
  if (queued == no_index) return;
  const PackedEvent& task = trace_[queued];
  statistics_.queues[static_cast<std::size_t>(task.queue())].ran.add(ran_ns);
  if (Statistics::Runs* named = runs_of_name(task))
    named->ran.add(ran_ns);
  else if (trace_.label(task).name != 0)
    ++statistics_.other_names;
}

void StatisticsBuilder::closed(std::uint32_t begin, std::uint32_t end, bool complete) {
  const PackedEvent& event = trace_[end];
  const bool threw = complete && event.kind() == Event::task_end && event.has(PackedEvent::error);
  add_closed(begin, event.t_ns, threw);
}

void StatisticsBuilder::add_closed(std::uint32_t begin, std::int64_t end_ns, bool threw) {
  const PackedEvent& event = trace_[begin];
  const std::int64_t took_ns = end_ns - event.t_ns;
  switch (event.kind()) {
    case Event::phase_begin:
      return statistics_.phases[static_cast<std::size_t>(event.phase())].add(took_ns);
    case Event::poll_wait:
      ++statistics_.poll_reasons[static_cast<std::size_t>(event.as<PollReason>())];
      return statistics_.poll_wait.add(took_ns);
    case Event::pool_begin:
      return statistics_.pool_work.add(took_ns);
    case Event::turn:
      ++statistics_.turns;
      return;
    case Event::task_begin:
      return task_ran(trace_.back(begin), took_ns, threw);
    default:
      return;
  }
}

void StatisticsBuilder::add_event(std::uint32_t index) {
  ++statistics_.events;
  const Event kind = trace_[index].kind();
  if (kind == Event::drop)
    statistics_.dropped +=
        static_cast<std::uint64_t>(std::max<std::int64_t>(trace_.event(index).n, 0));
  if (kind >= Event::tcp_listen && kind <= Event::tcp_error) tcp(trace_.event(index));
}

void StatisticsBuilder::advance(std::uint32_t to_step) {
  for (; step_ < std::min(to_step, trace_.size()); ++step_) {
    state_.apply(step_, trace_[step_], this);
    add_event(step_);
  }
}

Statistics StatisticsBuilder::finish() {
  const bool at_end = step_ == trace_.size();
  for (std::size_t lane = 0; at_end && lane < state_.lanes(); ++lane) {
    const auto& open = state_.open(static_cast<std::uint16_t>(lane));
    for (std::size_t i = open.size(); i-- > 0;) add_closed(open[i].begin, trace_.last_ns(), false);
  }
  statistics_.last_ns = std::max(step_ == 0 ? 0 : trace_[step_ - 1].t_ns, statistics_.first_ns);
  for (const std::uint32_t waiting : state_.counts()) statistics_.tasks_waiting += waiting;
  return std::move(statistics_);
}

Statistics statistics_of(const Trace& trace) {
  StatisticsBuilder builder(trace);
  builder.advance(trace.size());
  Statistics statistics = builder.finish();
  statistics.events = trace.lines();
  return statistics;
}

}  // namespace loopscope

#include "tracer/model/queue_content.hpp"

#include <algorithm>
#include <utility>

#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

using Task = LoopState::Task;

/// Smaller is earlier; tasks with the same one stand as they were queued.
using Rank = std::pair<std::int64_t, std::int64_t>;

Rank rank_of(const Trace& trace, const Task& task) {
  const std::int64_t queued = task.queued;
  switch (task.queue) {
    case Queue::timer:
      return {trace[task.queued].value, queued};
    case Queue::close:
      return {0, -queued};
    case Queue::idle:
    case Queue::prepare:
    case Queue::check:
      return task.standing.repeat ? Rank{1, -queued} : Rank{0, queued};
    default:
      return {0, queued};
  }
}

std::uint32_t process_of(const Trace& trace, const Task& task) {
  return trace.lane(trace[task.queued].lane).process;
}

bool first_in_first_out(Queue queue) {
  return queue == Queue::tick || queue == Queue::microtask || queue == Queue::pending ||
         queue == Queue::pool || queue == Queue::io || queue == Queue::main;
}

}  // namespace

std::vector<const Task*> queue_content(const Trace& trace, const LoopState& state, Queue queue,
                                       std::size_t limit, std::optional<std::uint32_t> process) {
  std::vector<const Task*> tasks;
  const bool as_queued = first_in_first_out(queue);
  for (const Task* task = state.first(queue); task != nullptr; task = state.next(*task)) {
    if (as_queued && tasks.size() == limit) return tasks;
    if (!process || process_of(trace, *task) == *process) tasks.push_back(task);
  }
  if (as_queued) return tasks;
  const std::size_t kept = std::min(limit, tasks.size());
  std::partial_sort(
      tasks.begin(), tasks.begin() + static_cast<std::ptrdiff_t>(kept), tasks.end(),
      [&trace](const Task* a, const Task* b) { return rank_of(trace, *a) < rank_of(trace, *b); });
  tasks.resize(kept);
  return tasks;
}

std::uint32_t waiting_in(const Trace& trace, const LoopState& state, Queue queue,
                         std::uint32_t process) {
  std::uint32_t count = 0;
  for (const Task* task = state.first(queue); task != nullptr; task = state.next(*task))
    count += process_of(trace, *task) == process ? 1 : 0;
  return count;
}

std::vector<const LoopState::Handle*> handles_in_order(const LoopState& state) {
  std::vector<const LoopState::Handle*> handles;
  for (const LoopState::Handle& handle : state.handles()) handles.push_back(&handle);
  std::sort(handles.begin(), handles.end(),
            [](const auto* a, const auto* b) { return a->opened < b->opened; });
  return handles;
}

std::string task_name(const Trace& trace, std::uint32_t queued) {
  if (queued == no_index) return {};
  const std::string_view name = trace.name(trace[queued]);
  return std::string(name.empty() ? name_of(trace[queued].queue()) : name);
}

std::string name_of_id(const Trace& trace, const LoopState& state, std::uint32_t id) {
  if (const LoopState::Handle* handle = state.handle(id)) {
    const PackedEvent& opened = trace[handle->opened];
    const std::string_view name = trace.name(opened);
    return std::string(name.empty() ? name_of(opened.as<HandleKind>()) : name);
  }
  const Task* task = state.task(id);
  return task == nullptr ? std::string() : task_name(trace, task->queued);
}

std::string place_of(const Trace& trace, const PackedEvent& event) {
  const Definitions::Location* place = trace.definitions().location(trace.label(event).at);
  if (place == nullptr) return {};
  const std::size_t slash = place->file.rfind('/');
  const std::string file = slash == std::string::npos ? place->file : place->file.substr(slash + 1);
  return file + ":" + std::to_string(place->line);
}

std::size_t console_size(const Trace& trace, std::uint32_t step) {
  const auto& logs = trace.logs();
  return partition_point(0, logs.size(), [&](std::size_t i) { return logs[i] >= step; });
}

}  // namespace loopscope

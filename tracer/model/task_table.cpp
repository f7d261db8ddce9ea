#include "tracer/model/task_table.hpp"

namespace loopscope {

Task* TaskTable::find(std::uint64_t id) {
  const auto found = tasks_.find(id);
  return found == tasks_.end() ? nullptr : &found->second;
}

void TaskTable::fill(Task& task, const TraceEvent& event) {
  task.id = event.id;
  task.by = event.by;
  task.queue = event.queue;
  task.name = event.name;
  task.at = event.at;
  task.fn = event.fn;
  task.process = event.process;
  task.queued_ns = event.t_ns;
  task.due_ns = event.when_ns;
  if (const Task* by = find(event.by)) {
    task.by_name = by->name;
    task.by_queue = by->queue;
  } else {
    task.by_name = 0;
  }
}

TaskTable::Queued TaskTable::queue(const TraceEvent& event) {
  Task* task = find(event.id);
  if (task == nullptr) {
    if (tasks_.size() >= max_tasks) {
      ++overflow_;
      return {nullptr, false, event.queue};
    }
    task = &tasks_[event.id];
  }
  const Queue from = task->queue;
  fill(*task, event);
  return {task, task->join(event.repeat), from};
}

Task TaskTable::begin(std::uint64_t id) {
  Task* task = find(id);
  if (task == nullptr) return Task::unknown(id);
  const Task result = *task;
  static_cast<void>(task->begin());
  return result;
}

void TaskTable::end(std::uint64_t id) {
  Task* task = find(id);
  if (task == nullptr) return;
  task->end();
  if (task->gone()) tasks_.erase(id);
}

Task TaskTable::cancel(std::uint64_t id) {
  Task* task = find(id);
  if (task == nullptr || !task->waiting) return Task::unknown(id);
  const Task result = *task;
  static_cast<void>(task->cancel());
  if (task->gone()) tasks_.erase(id);
  return result;
}

}  // namespace loopscope

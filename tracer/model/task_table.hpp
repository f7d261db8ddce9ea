// The tasks that are alive at one moment of a trace: waiting in a queue, or running.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "tracer/format/event.hpp"
#include "tracer/model/task_standing.hpp"

namespace loopscope {

/// What `task.queue` said, and where the task stands since. Names and places are numbers of
/// definitions.
struct Task : TaskStanding {
  std::uint64_t id = 0;
  std::uint64_t by = 0;  // the task that queued it; 0: none
  Queue queue = Queue::main;
  Queue by_queue = Queue::main;
  std::uint32_t by_name = 0;
  std::uint32_t name = 0;
  std::uint32_t at = 0;
  std::uint32_t fn = 0;
  std::uint32_t process = 0;
  std::int64_t queued_ns = TraceEvent::no_time;  // no_time: its task.queue was lost
  std::int64_t due_ns = TraceEvent::no_time;
  std::uint64_t cookie = 0;  // the listener's; survives being queued again

  /// Of which nothing but its number is known.
  [[nodiscard]] static Task unknown(std::uint64_t id) {
    Task task;
    task.id = id;
    return task;
  }
  [[nodiscard]] bool known() const noexcept { return queued_ns != TraceEvent::no_time; }
};

/// Fed with the task events of a trace in order. Memory: the tasks alive, at most `max_tasks`;
/// what is queued beyond is counted in `overflow` and not followed.
class TaskTable {
 public:
  static constexpr std::size_t max_tasks = std::size_t{1} << 24U;

  /// `task.queue`: the task now waits. `moved` tells whether it waited already.
  struct Queued {
    Task* task;  // null: the table is full
    bool moved;
    Queue from;  // where it waited, if moved
  };
  Queued queue(const TraceEvent& event);

  /// `task.begin`: the task as it was when it began (an unknown one for an id never queued).
  Task begin(std::uint64_t id);
  /// `task.end`: forgets it unless it waits again.
  void end(std::uint64_t id);
  /// `task.cancel`: the task as it was, unknown if it was not waiting.
  Task cancel(std::uint64_t id);

  [[nodiscard]] Task* find(std::uint64_t id);
  [[nodiscard]] const std::unordered_map<std::uint64_t, Task>& all() const { return tasks_; }
  [[nodiscard]] std::uint64_t overflow() const noexcept { return overflow_; }

 private:
  void fill(Task& task, const TraceEvent& event);

  std::unordered_map<std::uint64_t, Task> tasks_;
  std::uint64_t overflow_ = 0;
};

}  // namespace loopscope

// What happened in a run, under names that the same things have in every run of the same program.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "tracer/model/trace.hpp"

namespace loopscope {

/// A call of a task's callback, or a line of output.
struct PathItem {
  std::uint64_t identity = 0;
  std::uint32_t event = no_index;   // task.begin or log
  std::uint32_t parent = no_index;  // the item that queued it, or printed it
};

/// A task's identity is its path in the tree of causes: that of the run that queued it, its queue,
/// its name, its place (the file without folder and ending, line, column), and the how manieth such
/// child it is. A run's is that and the how manieth run; a line's the run and the text.
/// The main script and the body of an ES module are the root. They, beforeExit and exit, and tasks
/// of Node's own library are in the paths, but are no items.
struct TaskPaths {
  std::vector<PathItem> items;  // in order of time
  /// The task.queue of what never ran, by the identity of the run that it would have had.
  std::unordered_map<std::uint64_t, std::uint32_t> never_ran;
};

/// One pass, and memory for each task.
[[nodiscard]] TaskPaths task_paths(const Trace& trace);

}  // namespace loopscope

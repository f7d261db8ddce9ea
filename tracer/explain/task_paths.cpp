#include "tracer/explain/task_paths.hpp"

#include <string_view>
#include <unordered_map>

#include "tracer/model/queue_content.hpp"

namespace loopscope {
namespace {

std::uint64_t mix(std::uint64_t one, std::uint64_t other) noexcept {
  std::uint64_t mixed = (one ^ (other + 0x9E3779B97F4A7C15U)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 29U)) * 0x94D049BB133111EBU;
  return mixed ^ (mixed >> 32U);
}

std::uint64_t mix(std::uint64_t one, std::string_view text) noexcept {
  return mix(one, std::hash<std::string_view>()(text));
}

std::string_view stem(std::string_view file) noexcept {
  const std::size_t slash = file.rfind('/');
  if (slash != std::string_view::npos) file.remove_prefix(slash + 1);
  return file.substr(0, file.rfind('.'));
}

struct Node {
  std::uint64_t identity = 0;
  std::uint32_t item = no_index;  // the nearest one of the program's own
};

class Paths {
 public:
  explicit Paths(const Trace& trace) : trace_(trace), running_(trace.lanes()) {}

  TaskPaths all() {
    for (std::uint32_t i = 0; i < trace_.size(); ++i) add(i, trace_[i]);
    for (const auto& [id, task] : tasks_)
      if (task.runs == 0) paths_.never_ran.emplace(mix(task.identity, 1), task.queued);
    return std::move(paths_);
  }

 private:
  struct Task {
    Node by;
    std::uint64_t identity = 0;
    std::uint64_t runs = 0;
    std::uint32_t queued = no_index;
    Node last_run;
    bool is_root = false;
    bool is_item = true;
  };

  void add(std::uint32_t at, const PackedEvent& event) {
    if (event.kind() == Event::task_queue)
      queue(at, event);
    else if (event.kind() == Event::task_begin)
      begin(at, event);
    else if (event.kind() == Event::task_end && !running_[event.lane].empty())
      running_[event.lane].pop_back();
    else if (event.kind() == Event::log)
      log(at, event);
  }
  void queue(std::uint32_t at, const PackedEvent& event) {
    const auto by = tasks_.find(event.by);
    Task task;
    if (event.by != 0 && by != tasks_.end()) task.by = by->second.last_run;
    const std::string_view name = trace_.name(event);
    task.queued = at;
    task.is_item = event.queue() != Queue::main;
    task.is_root = event.queue() == Queue::main && (name == "main" || name == "module");
    const std::uint64_t kind = mix(mix(task.by.identity, static_cast<std::uint64_t>(event.word)),
                                   mix(place(at, task), name));
    task.identity = mix(kind, ++counts_[kind]);
    tasks_.insert_or_assign(event.id, task);
  }
  std::uint64_t place(std::uint32_t at, Task& task) const {
    const auto* const where = trace_.definitions().location(trace_.label(trace_[at]).at);
    if (where == nullptr) return 0;
    task.is_item = task.is_item && !where->file.starts_with("node:");
    return mix(mix(static_cast<std::uint64_t>(where->line) << 20U ^
                       static_cast<std::uint64_t>(where->column),
                   1),
               stem(where->file));
  }
  void begin(std::uint32_t at, const PackedEvent& event) {
    Task& task = tasks_[event.id];
    ++task.runs;
    Node run{task.is_root ? 0 : mix(task.identity, task.runs), task.by.item};
    if (task.is_item) {
      paths_.items.push_back({run.identity, at, task.by.item});
      run.item = static_cast<std::uint32_t>(paths_.items.size() - 1);
    }
    task.last_run = run;
    running_[event.lane].push_back(run);
  }
  void log(std::uint32_t at, const PackedEvent& event) {
    const Details* const details = trace_.details(event);
    const std::string_view text = details == nullptr
                                      ? std::string_view()
                                      : std::string_view(details->texts, details->sizes[0]);
    const Node in = running_[event.lane].empty() ? Node{} : running_[event.lane].back();
    const std::uint64_t kind = mix(mix(in.identity, 2), text);
    paths_.items.push_back({mix(kind, ++counts_[kind]), at, in.item});
  }

  const Trace& trace_;
  std::vector<std::vector<Node>> running_;  // by lane, the innermost last
  std::unordered_map<std::uint32_t, Task> tasks_;
  std::unordered_map<std::uint64_t, std::uint64_t> counts_;
  TaskPaths paths_;
};

}  // namespace

TaskPaths task_paths(const Trace& trace) {
  return Paths(trace).all();
}

}  // namespace loopscope

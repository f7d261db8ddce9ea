// Walks through a trace's events and tells a listener what they mean: scopes that open and close,
// tasks that join and leave queues. The one place where events become a model; printing, statistics
// and exports listen.
#pragma once

#include <cstdint>
#include <string>

#include "tracer/format/definitions.hpp"
#include "tracer/model/handle_table.hpp"
#include "tracer/model/scope_tracker.hpp"
#include "tracer/model/task_table.hpp"

namespace loopscope {

class TraceWalker;

/// Every function does nothing by default. The order for one event: left() or queued(), then
/// opened() or closed(), then event().
class TraceListener {
 public:
  virtual ~TraceListener() = default;
  /// A task joined `task.queue`; `moved_from` is the queue it waited in before, or null.
  virtual void queued(Task& task, const Queue* moved_from, const TraceEvent& event);
  /// A task left its queue: it begins (`event` is `task.begin`) or was cancelled.
  virtual void left(const Task& task, const TraceEvent& event);
  virtual void opened(Scope& scope);
  virtual void closed(Scope& scope);
  /// Every event of the trace, also those above.
  virtual void event(const TraceEvent& event);
};

class TraceWalker final : private ScopeSink {
 public:
  explicit TraceWalker(TraceListener& listener) : listener_(listener), scopes_(*this) {}

  /// The events of one trace, in the order of the file.
  void apply(const TraceEvent& event);
  /// After the last one: closes what is open.
  void finish();

  [[nodiscard]] const Definitions& definitions() const noexcept { return definitions_; }
  [[nodiscard]] Definitions& definitions() noexcept { return definitions_; }
  [[nodiscard]] const TaskTable& tasks() const noexcept { return tasks_; }
  [[nodiscard]] TaskTable& tasks() noexcept { return tasks_; }
  [[nodiscard]] const HandleTable& handles() const noexcept { return handles_; }
  [[nodiscard]] ScopeTracker& scopes() noexcept { return scopes_; }
  [[nodiscard]] std::int64_t last_ns() const noexcept { return last_ns_; }

  /// "timeout", or the queue's name for a task without one.
  [[nodiscard]] std::string_view task_name(const Task& task) const;

 private:
  void opened(Scope& scope) override { listener_.opened(scope); }
  void closed(Scope& scope) override { listener_.closed(scope); }
  void apply_task(const TraceEvent& event);

  TraceListener& listener_;
  Definitions definitions_;
  TaskTable tasks_;
  HandleTable handles_;
  ScopeTracker scopes_;
  std::int64_t last_ns_ = 0;
};

}  // namespace loopscope

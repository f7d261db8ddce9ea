#include "tracer/model/walker.hpp"

#include <algorithm>

#include "tracer/format/names.hpp"

namespace loopscope {

void TraceListener::queued(Task&, const Queue*, const TraceEvent&) {}
void TraceListener::left(const Task&, const TraceEvent&) {}
void TraceListener::opened(Scope&) {}
void TraceListener::closed(Scope&) {}
void TraceListener::event(const TraceEvent&) {}

void TraceWalker::apply_task(const TraceEvent& event) {
  switch (event.event) {
    case Event::task_queue: {
      const auto [task, moved, from] = tasks_.queue(event);
      if (task != nullptr) listener_.queued(*task, moved ? &from : nullptr, event);
      break;
    }
    case Event::task_begin: {
      const Task task = tasks_.begin(event.id);
      if (task.waiting && !task.repeat) listener_.left(task, event);
      scopes_.begin_task(event, task);
      break;
    }
    case Event::task_cancel:
      if (const Task task = tasks_.cancel(event.id); task.waiting) listener_.left(task, event);
      break;
    case Event::task_end:
      scopes_.apply(event);
      tasks_.end(event.id);
      break;
    case Event::pool_begin: {
      const Task* task = tasks_.find(event.id);
      scopes_.begin_pool(event, task == nullptr ? Task::unknown(event.id) : *task);
      break;
    }
    default:
      scopes_.apply(event);
  }
}

void TraceWalker::apply(const TraceEvent& event) {
  if (event.event == Event::definition) {
    definitions_.add(event);
  } else {
    last_ns_ = std::max(last_ns_, event.t_ns);
    handles_.apply(event);
    apply_task(event);
  }
  listener_.event(event);
}

void TraceWalker::finish() {
  scopes_.finish(last_ns_);
}

std::string_view TraceWalker::task_name(const Task& task) const {
  const std::string_view name = definitions_.name(task.name);
  return name.empty() && task.known() ? name_of(task.queue) : name;
}

}  // namespace loopscope

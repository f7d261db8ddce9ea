// What a line of the timeline says: from scopes and events to TimelineItem.
#include "tracer/format/names.hpp"
#include "tracer/model/timeline.hpp"

namespace loopscope {
namespace {

ItemKind kind_of(ScopeKind kind) {
  switch (kind) {
    case ScopeKind::boot:
      return ItemKind::boot;
    case ScopeKind::turn:
      return ItemKind::turn;
    case ScopeKind::phase:
      return ItemKind::phase;
    case ScopeKind::wait:
      return ItemKind::wait;
    case ScopeKind::pool:
      return ItemKind::pool;
    case ScopeKind::task:
      break;
  }
  return ItemKind::task;
}

bool names_handle(Event event) {
  return (event >= Event::handle_open && event <= Event::async_send) || event == Event::poll_ready;
}

}  // namespace

void TimelineBuilder::tell_place(TimelineItem& item, std::uint32_t location) const {
  const Definitions::Location* place = walker_.definitions().location(location);
  if (place == nullptr) return;
  item.file = place->file;
  item.line = place->line;
}

void TimelineBuilder::tell_task(TimelineItem& item, const Task& task) const {
  item.id = task.id;
  item.name = walker_.task_name(task);
  item.queue = task.queue;
  item.repeat = task.repeat;
  item.known = task.known();
  item.by = task.by;
  item.by_name = walker_.definitions().name(task.by_name);
  if (item.by_name.empty() && task.by != 0) item.by_name = name_of(task.by_queue);
  item.queued_ns = task.queued_ns;
  item.due_ns = task.due_ns;
  tell_place(item, task.at);
}

std::string TimelineBuilder::name_of_id(std::uint64_t id) const {
  if (const HandleFacts* handle = walker_.handles().find(id)) {
    const std::string_view name = walker_.definitions().name(handle->name);
    return std::string(name.empty() ? name_of(handle->kind) : name);
  }
  const auto found = walker_.tasks().all().find(id);
  return found == walker_.tasks().all().end() ? std::string()
                                              : std::string(walker_.task_name(found->second));
}

TimelineItem TimelineBuilder::item_of(const Scope& scope) const {
  TimelineItem item{.kind = kind_of(scope.kind), .process = scope.process, .thread = scope.thread};
  item.t_ns = scope.begin_ns;
  if (scope.kind == ScopeKind::boot) item.name = walker_.definitions().name(scope.name);
  item.phase = scope.phase;
  item.layer = scope.layer;
  item.why = scope.why;
  if (scope.kind == ScopeKind::task || scope.kind == ScopeKind::pool) tell_task(item, scope.task);
  item.id = scope.id;
  item.n = scope.n;
  if (scope.kind == ScopeKind::turn || scope.kind == ScopeKind::wait) item.due_ns = scope.now_ns;
  if (scope.kind == ScopeKind::wait) item.other_name = name_of_id(scope.id);
  item.drained_after = scope.drained_after;
  return item;
}

void TimelineBuilder::tell_scope(TimelineItem& item, const Scope& scope) const {
  item.complete = scope.complete;
  item.n = scope.n;
  item.threw = scope.threw;
  item.error = scope.error;
}

TimelineItem TimelineBuilder::item_of(const TraceEvent& event) const {
  TimelineItem item{.kind = ItemKind::event, .event = event.event, .process = event.process};
  item.thread = event.thread;
  item.t_ns = event.t_ns;
  item.id = event.id;
  item.by = event.by;
  item.name = names_handle(event.event) || event.event == Event::start || event.event == Event::stop
                  ? name_of_id(event.id)
                  : std::string(walker_.definitions().name(event.name));
  item.queue = event.queue;
  item.alive = event.alive;
  item.handle = event.kind;
  item.direction = event.direction;
  item.stream = event.stream;
  item.repeat = event.repeat;
  item.due_ns = event.when_ns;
  item.n = event.n;
  item.still_queued = event.queued;
  item.other = event.other;
  item.other_name = name_of_id(event.other);
  item.text = event.text;
  item.op = event.op;
  item.error = event.error;
  item.local = event.local;
  item.peer = event.peer;
  tell_place(item, event.at);
  return item;
}

}  // namespace loopscope

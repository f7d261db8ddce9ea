// What a line of the timeline says: from scopes and events to TimelineItem.
#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/timeline.hpp"

namespace loopscope {
namespace {

ItemKind kind_of(Event begin) {
  switch (begin) {
    case Event::boot_begin:
      return ItemKind::boot;
    case Event::turn:
      return ItemKind::turn;
    case Event::phase_begin:
      return ItemKind::phase;
    case Event::poll_wait:
      return ItemKind::wait;
    case Event::pool_begin:
      return ItemKind::pool;
    default:
      return ItemKind::task;
  }
}

bool names_handle(Event event) {
  return (event >= Event::handle_open && event <= Event::async_send) || event == Event::poll_ready;
}

}  // namespace

void TimelineBuilder::tell_place(TimelineItem& item, std::uint32_t location) const {
  const Definitions::Location* place = trace_.definitions().location(location);
  if (place == nullptr) return;
  item.file = place->file;
  item.line = place->line;
}

// `queued` is no_index for a task of which only its number is known.
void TimelineBuilder::tell_task(TimelineItem& item, std::uint32_t id, std::uint32_t queued) const {
  item.id = trace_.number(id);
  item.known = queued != no_index;
  item.name = task_name(trace_, queued);
  if (!item.known) return;
  const PackedEvent& event = trace_[queued];
  item.queue = event.queue();
  item.repeat = event.has(PackedEvent::repeat);
  item.by = trace_.number(event.by);
  item.queued_ns = event.t_ns;
  item.due_ns = event.value;
  tell_place(item, trace_.label(event).at);
  if (item.by == 0) return;
  const auto found = queuer_.find(id);
  const std::uint32_t by = found == queuer_.end() ? no_index : found->second;
  item.by_name = by == no_index ? "task" : task_name(trace_, by);
}

std::string TimelineBuilder::name_of_id(std::uint32_t id) const {
  if (const auto found = handles_.find(id); found != handles_.end()) {
    const PackedEvent& opened = trace_[found->second];
    const std::string_view name = trace_.name(opened);
    return std::string(name.empty() ? name_of(opened.as<HandleKind>()) : name);
  }
  const LoopState::Task* task = state_.task(id);
  return task == nullptr ? std::string() : task_name(trace_, task->queued);
}

TimelineItem TimelineBuilder::item_of_scope(std::uint32_t begin,
                                            std::uint64_t drained_after) const {
  const TraceEvent event = trace_.event(begin);
  TimelineItem item{.kind = kind_of(event.event), .process = event.process};
  item.thread = event.thread;
  item.t_ns = event.t_ns;
  item.phase = event.phase;
  item.layer = event.layer;
  item.why = event.why;
  item.drained_after = drained_after;
  if (item.kind == ItemKind::boot) item.name = trace_.definitions().name(event.name);
  if (item.kind == ItemKind::task || item.kind == ItemKind::pool)
    tell_task(item, trace_[begin].id, trace_.back(begin));
  item.id = event.id;
  if (item.kind != ItemKind::task) item.n = event.n;
  if (item.kind == ItemKind::turn || item.kind == ItemKind::wait) item.due_ns = event.when_ns;
  if (item.kind == ItemKind::wait) {
    item.n = 0;
    item.other_name = name_of_id(trace_[begin].id);
  }
  return item;
}

void TimelineBuilder::tell_end(TimelineItem& item, std::uint32_t begin, std::uint32_t end,
                               bool complete) const {
  item.complete = complete;
  if (!complete || end == no_index) return;
  const TraceEvent event = trace_.event(end);
  if (trace_[begin].kind() == Event::poll_wait) item.n = event.n;
  item.threw = event.has_error;
  item.error = event.error;
}

TimelineItem TimelineBuilder::item_of_event(std::uint32_t index) const {
  const TraceEvent event = trace_.event(index);
  TimelineItem item{.kind = ItemKind::event, .event = event.event, .process = event.process};
  item.thread = event.thread;
  item.t_ns = event.t_ns;
  item.id = event.id;
  item.by = event.by;
  item.name = names_handle(event.event) || event.event == Event::start || event.event == Event::stop
                  ? name_of_id(trace_[index].id)
                  : std::string(trace_.definitions().name(event.name));
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
  item.text = event.text;
  item.op = event.op;
  item.error = event.error;
  item.local = event.local;
  item.peer = event.peer;
  if (event.event == Event::tcp_accept) item.other_name = name_of_id(trace_.packed(event.other));
  tell_place(item, event.at);
  return item;
}

}  // namespace loopscope

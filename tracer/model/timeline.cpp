#include "tracer/model/timeline.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace loopscope {
namespace {

/// Turns and phases are shown only for what is in them, a wait only if it was one (it waited, or
/// woke something).
bool kept_for_itself(const PackedEvent& begin, std::int64_t ready) {
  if (begin.kind() == Event::turn || begin.kind() == Event::phase_begin) return false;
  return begin.kind() != Event::poll_wait || begin.value != 0 || ready > 0;
}

/// Of a line inside the innermost of the scopes that are open on its thread.
template <typename Scopes>
std::uint32_t depth_inside(const Scopes& open) {
  return open.empty() ? 0 : open.back().depth + 1;
}

}  // namespace

TimelineBuilder::TimelineBuilder(const Trace& trace, TimelineOptions options, Show show)
    : trace_(trace), options_(options), show_(std::move(show)), threads_(trace.lanes()) {}

bool TimelineBuilder::in_range(std::int64_t begin_ns, std::int64_t end_ns) const {
  return begin_ns < options_.to_ns && end_ns >= options_.from_ns;
}

TimelineBuilder::Held* TimelineBuilder::held(std::uint64_t number) {
  if (number == nowhere || number < first_) return nullptr;
  return &held_[number - first_];
}

void TimelineBuilder::keep(std::uint64_t number) {
  for (Held* line = held(number); line != nullptr && !line->kept; line = held(line->parent))
    line->kept = true;
}

std::uint64_t TimelineBuilder::hold(TimelineItem item, std::uint64_t parent, bool open, bool kept) {
  held_.push_back({std::move(item), parent, open, kept});
  if (kept) keep(parent);
  const std::uint64_t number = first_ + held_.size() - 1;
  show_ready();
  return number;
}

void TimelineBuilder::show_or_fold(Held& line) {
  TimelineItem& item = line.item;
  item.open = line.open;
  const bool is_turn = item.kind == ItemKind::turn;
  if (line.kept || line.open) {
    if (is_turn) item.skipped_turns = std::exchange(skipped_turns_, 0);
    show_(item);
  } else if (is_turn && in_range(item.t_ns, item.t_ns + item.took_ns)) {
    ++skipped_turns_;
  }
}

void TimelineBuilder::show_ready() {
  while (!held_.empty()) {
    Held& front = held_.front();
    if (front.open && held_.size() <= options_.max_held) return;
    show_or_fold(front);
    held_.pop_front();
    ++first_;
  }
}

std::uint64_t TimelineBuilder::hold_inside(TimelineItem item, const Thread& thread, bool open,
                                           bool kept) {
  const std::uint64_t parent = thread.open.empty() ? nowhere : thread.open.back().line;
  return hold(std::move(item), parent, open, kept);
}

void TimelineBuilder::hold_event(TimelineItem item, std::uint16_t lane) {
  const Thread& thread = threads_[lane];
  item.depth = depth_inside(thread.open);
  hold_inside(std::move(item), thread, false, true);
}

void TimelineBuilder::note_callback(Thread& thread, Open& scope, std::uint32_t begin) {
  if (trace_[begin].kind() != Event::task_begin) return;
  std::uint64_t& last =
      thread.open.empty() ? thread.last_callback : thread.open.back().last_callback;
  const std::uint32_t queued = trace_.back(begin);
  const Queue queue = queued == no_index ? Queue::main : trace_[queued].queue();
  if (queue == Queue::tick || queue == Queue::microtask)
    scope.drained_after = last;
  else
    last = trace_.number(trace_[begin].id);
}

void TimelineBuilder::opened(std::uint32_t begin, const PackedEvent& event, std::uint32_t) {
  Thread& thread = threads_[event.lane];
  Open scope;
  note_callback(thread, scope, begin);
  scope.depth = depth_inside(thread.open) + (scope.drained_after != 0 ? 1 : 0);
  if (event.t_ns < options_.to_ns) {
    TimelineItem item = item_of_scope(begin, scope.drained_after);
    item.depth = scope.depth;
    const bool kept = event.t_ns >= options_.from_ns && event.kind() != Event::poll_wait &&
                      kept_for_itself(event, 0);
    scope.line = hold_inside(std::move(item), thread, true, kept);
  }
  thread.open.push_back(scope);
}

void TimelineBuilder::closed(std::uint32_t begin, std::uint32_t end, bool complete) {
  close(begin, end, trace_[end].t_ns, complete);
}

// `end` is no_index where the trace has none.
void TimelineBuilder::close(std::uint32_t begin, std::uint32_t end, std::int64_t end_ns,
                            bool complete) {
  const PackedEvent& event = trace_[begin];
  std::vector<Open>& open = threads_[event.lane].open;
  const Open scope = open.back();
  open.pop_back();
  if (scope.line == nowhere) return;
  Held* line = held(scope.line);
  const bool late = line == nullptr;  // it was shown open, and is shown again
  TimelineItem late_item;
  if (late) late_item = item_of_scope(begin, scope.drained_after);
  TimelineItem& item = late ? late_item : line->item;
  tell_end(item, begin, end, complete);
  item.took_ns = end_ns - event.t_ns;
  if (late) {
    item.t_ns = end_ns;
    item.is_end = true;
    item.depth = scope.depth;
    hold_inside(std::move(item), threads_[event.lane], false, true);
    return;
  }
  if (kept_for_itself(event, item.n) && in_range(event.t_ns, end_ns)) keep(scope.line);
  line->open = false;
  const bool folded = !line->kept && item.kind != ItemKind::turn;
  if (folded && line == &held_.back()) held_.pop_back();
  show_ready();
}

bool TimelineBuilder::shown(const PackedEvent& event) const {
  if (!in_range(event.t_ns, event.t_ns)) return false;
  const Event kind = event.kind();
  switch (kind) {
    case Event::log:
    case Event::mark:
    case Event::counter:
    case Event::drop:
    case Event::start:
    case Event::stop:
    case Event::end:
    case Event::async_send:
      return true;
    case Event::task_queue:
    case Event::task_ref:
    case Event::task_unref:
    case Event::poll_ready:
      return options_.everything;
    default:
      break;
  }
  if (kind >= Event::tcp_listen && kind <= Event::tcp_error) return true;
  return options_.everything && kind >= Event::handle_open && kind <= Event::handle_close;
}

void TimelineBuilder::left(std::uint32_t queued, std::uint32_t index) {
  const PackedEvent& event = trace_[index];
  if (event.kind() != Event::task_cancel || !in_range(event.t_ns, event.t_ns)) return;
  TimelineItem item = item_of_event(index);
  tell_task(item, event.id, queued);
  hold_event(std::move(item), event.lane);
}

// The names of what is alive are known before the event that may end it.
void TimelineBuilder::note_names(std::uint32_t index) {
  const PackedEvent& event = trace_[index];
  if (event.kind() == Event::handle_open) handles_[event.id] = index;
  if (event.kind() != Event::task_queue) return;
  const LoopState::Task* by = state_.task(event.by);
  queuer_[event.id] = by == nullptr ? no_index : by->queued;
}

void TimelineBuilder::step(std::uint32_t index) {
  const PackedEvent& event = trace_[index];
  note_names(index);
  state_.apply(index, event, this);
  if (shown(event)) {
    TimelineItem item = item_of_event(index);
    if (event.kind() == Event::task_queue) tell_task(item, event.id, index);
    hold_event(std::move(item), event.lane);
  }
  const bool may_end = event.kind() == Event::task_end || event.kind() == Event::task_cancel;
  if (may_end && state_.task(event.id) == nullptr) queuer_.erase(event.id);
}

void TimelineBuilder::show_waiting() {
  std::vector<const LoopState::Task*> waiting;
  for (std::size_t queue = 0; queue < LoopState::queue_count; ++queue)
    for (const auto* task = state_.first(static_cast<Queue>(queue)); task != nullptr;
         task = state_.next(*task))
      waiting.push_back(task);
  const std::size_t shown = std::min(waiting.size(), options_.max_waiting);
  const auto number = [this](const LoopState::Task* task) { return trace_.number(task->id); };
  std::partial_sort(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(shown),
                    waiting.end(),
                    [&](const auto* a, const auto* b) { return number(a) < number(b); });
  for (std::size_t i = 0; i < shown; ++i) {
    const std::uint32_t process = trace_.lane(trace_[waiting[i]->queued].lane).process;
    TimelineItem item{.kind = ItemKind::waiting, .process = process};
    item.t_ns = trace_.last_ns();
    tell_task(item, waiting[i]->id, waiting[i]->queued);
    show_(item);
  }
  if (waiting.size() == shown) return;
  TimelineItem item{.kind = ItemKind::more, .t_ns = trace_.last_ns()};
  item.n = static_cast<std::int64_t>(waiting.size() - shown);
  show_(item);
}

void TimelineBuilder::show_all() {
  for (std::uint32_t i = 0; i < trace_.size(); ++i) step(i);
  for (std::size_t lane = 0; lane < state_.lanes(); ++lane) {
    const auto& open = state_.open(static_cast<std::uint16_t>(lane));
    for (std::size_t i = open.size(); i-- > 0;)
      close(open[i].begin, no_index, trace_.last_ns(), false);
  }
  show_ready();
  if (trace_.last_ns() < options_.to_ns) show_waiting();
}

}  // namespace loopscope

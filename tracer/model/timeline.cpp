#include "tracer/model/timeline.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace loopscope {
namespace {

/// Turns and phases are shown only for what is in them, a wait only if it was one.
bool kept_for_itself(const Scope& scope) {
  if (scope.kind == ScopeKind::turn || scope.kind == ScopeKind::phase) return false;
  return scope.kind != ScopeKind::wait || scope.now_ns != 0 || scope.n > 0;
}

}  // namespace

TimelineBuilder::TimelineBuilder(TimelineOptions options, Show show)
    : options_(options), show_(std::move(show)), walker_(*this) {}

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

std::uint32_t TimelineBuilder::depth_inside(std::uint64_t parent, std::size_t scopes) {
  const Held* around = held(parent);
  return around == nullptr ? static_cast<std::uint32_t>(scopes) : around->item.depth + 1;
}

void TimelineBuilder::hold_event(TimelineItem item) {
  const std::vector<Scope>& scopes = walker_.scopes().open(item.process, item.thread);
  const std::uint64_t parent = scopes.empty() ? nowhere : scopes.back().cookie;
  item.depth = depth_inside(parent, scopes.size());
  hold(std::move(item), parent, false, true);
}

void TimelineBuilder::opened(Scope& scope) {
  scope.cookie = nowhere;
  if (scope.begin_ns >= options_.to_ns) return;
  const std::vector<Scope>& scopes = walker_.scopes().open(scope.process, scope.thread);
  const std::uint64_t parent = scopes.size() < 2 ? nowhere : scopes[scopes.size() - 2].cookie;
  TimelineItem item = item_of(scope);
  item.depth = depth_inside(parent, scope.depth);
  if (scope.drained_after != 0) ++item.depth;
  const bool kept =
      scope.begin_ns >= options_.from_ns && scope.kind != ScopeKind::wait && kept_for_itself(scope);
  scope.cookie = hold(std::move(item), parent, true, kept);
}

void TimelineBuilder::closed(Scope& scope) {
  if (scope.cookie == nowhere) return;
  Held* line = held(scope.cookie);
  if (line == nullptr) return show_end(scope);
  if (kept_for_itself(scope) && in_range(scope.begin_ns, scope.end_ns)) keep(scope.cookie);
  tell_scope(line->item, scope);
  line->item.took_ns = scope.end_ns - scope.begin_ns;
  line->open = false;
  const bool folded = !line->kept && line->item.kind != ItemKind::turn;
  if (folded && line == &held_.back()) held_.pop_back();
  show_ready();
}

void TimelineBuilder::show_end(const Scope& scope) {
  TimelineItem item = item_of(scope);
  tell_scope(item, scope);
  item.took_ns = scope.end_ns - scope.begin_ns;
  item.t_ns = scope.end_ns;
  item.is_end = true;
  hold_event(std::move(item));
}

bool TimelineBuilder::shown(const TraceEvent& event) const {
  if (!in_range(event.t_ns, event.t_ns)) return false;
  switch (event.event) {
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
  if (event.event >= Event::tcp_listen && event.event <= Event::tcp_error) return true;
  return options_.everything && event.event >= Event::handle_open &&
         event.event <= Event::handle_close;
}

void TimelineBuilder::left(const Task& task, const TraceEvent& event) {
  if (event.event != Event::task_cancel || !in_range(event.t_ns, event.t_ns)) return;
  TimelineItem item = item_of(event);
  tell_task(item, task);
  hold_event(std::move(item));
}

void TimelineBuilder::event(const TraceEvent& event) {
  if (!shown(event)) return;
  TimelineItem item = item_of(event);
  if (event.event == Event::task_queue)
    if (const Task* task = walker_.tasks().find(event.id)) tell_task(item, *task);
  hold_event(std::move(item));
}

void TimelineBuilder::show_waiting() {
  std::vector<const Task*> waiting;
  for (const auto& [id, task] : walker_.tasks().all())
    if (task.waiting) waiting.push_back(&task);
  const std::size_t shown = std::min(waiting.size(), options_.max_waiting);
  std::partial_sort(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(shown),
                    waiting.end(), [](const Task* a, const Task* b) { return a->id < b->id; });
  for (std::size_t i = 0; i < shown; ++i) {
    TimelineItem item{.kind = ItemKind::waiting, .process = waiting[i]->process};
    item.t_ns = walker_.last_ns();
    tell_task(item, *waiting[i]);
    show_(item);
  }
  if (waiting.size() == shown) return;
  TimelineItem item{.kind = ItemKind::more, .t_ns = walker_.last_ns()};
  item.n = static_cast<std::int64_t>(waiting.size() - shown);
  show_(item);
}

void TimelineBuilder::finish() {
  walker_.finish();
  show_ready();
  if (walker_.last_ns() < options_.to_ns) show_waiting();
}

}  // namespace loopscope

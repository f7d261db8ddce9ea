#include "tracer/model/scope_tracker.hpp"

#include <algorithm>

namespace loopscope {
namespace {

bool is_drain(const Scope& scope) {
  return scope.task.known() &&
         (scope.task.queue == Queue::tick || scope.task.queue == Queue::microtask);
}

}  // namespace

ScopeTracker::Thread& ScopeTracker::thread_of(std::uint32_t process, std::uint32_t thread) {
  const std::uint64_t key = std::uint64_t{process} << 32U | thread;
  if (key != last_key_ || last_ == nullptr) {
    last_ = &threads_[key];
    last_key_ = key;
  }
  return *last_;
}

void ScopeTracker::close_top(Thread& thread, std::int64_t t_ns, bool complete) {
  Scope scope = thread.scopes.back();
  thread.scopes.pop_back();
  scope.end_ns = std::max(t_ns, scope.begin_ns);
  scope.complete = complete;
  sink_.closed(scope);
}

void ScopeTracker::close_from(Thread& thread, std::size_t index, const TraceEvent& event,
                              bool complete) {
  while (thread.scopes.size() > index + 1) close_top(thread, event.t_ns, false);
  Scope& scope = thread.scopes.back();
  if (event.event == Event::poll_wake) scope.n = event.n;
  if (event.event == Event::task_end) {
    scope.threw = event.has_error;
    scope.error = event.error;
  }
  close_top(thread, event.t_ns, complete);
}

void ScopeTracker::note_callback(Thread& thread, Scope& scope) {
  if (scope.kind != ScopeKind::task) return;
  std::uint64_t& last =
      thread.scopes.empty() ? thread.last_callback : thread.scopes.back().last_callback;
  if (is_drain(scope))
    scope.drained_after = last;
  else
    last = scope.id;
}

void ScopeTracker::push(const TraceEvent& event, Scope scope) {
  Thread& thread = thread_of(event.process, event.thread);
  if (thread.scopes.size() >= max_depth) return;
  scope.process = event.process;
  scope.thread = event.thread;
  scope.begin_ns = event.t_ns;
  scope.depth = static_cast<std::uint32_t>(thread.scopes.size());
  note_callback(thread, scope);
  thread.scopes.push_back(scope);
  sink_.opened(thread.scopes.back());
}

void ScopeTracker::begin_task(const TraceEvent& event, const Task& task) {
  push(event, {.kind = ScopeKind::task, .id = event.id, .task = task});
}

void ScopeTracker::begin_pool(const TraceEvent& event, const Task& task) {
  push(event, {.kind = ScopeKind::pool, .n = event.n, .id = event.id, .task = task});
}

void ScopeTracker::begin(const TraceEvent& event) {
  switch (event.event) {
    case Event::boot_begin:
      return push(event, {.kind = ScopeKind::boot, .layer = event.layer, .name = event.name});
    case Event::turn:
      return push(event, {.kind = ScopeKind::turn, .now_ns = event.when_ns, .n = event.n});
    case Event::phase_begin:
      return push(event, {.kind = ScopeKind::phase, .phase = event.phase, .n = event.n});
    case Event::poll_wait:
      return push(
          event,
          {.kind = ScopeKind::wait, .why = event.why, .now_ns = event.when_ns, .id = event.id});
    default:
      return;
  }
}

void ScopeTracker::end(const TraceEvent& event) {
  const std::optional<ScopeEnd> end = scope_ended_by(event.event);
  if (!end) return;
  const auto same = [&event](const Scope& scope) {
    if (scope.kind == ScopeKind::boot) return scope.name == event.name;
    if (scope.kind == ScopeKind::phase) return scope.phase == event.phase;
    return scope.id == event.id;
  };
  Thread& thread = thread_of(event.process, event.thread);
  if (const auto found = find_ending(thread.scopes, *end, same))
    close_from(thread, *found, event, end->complete);
}

void ScopeTracker::apply(const TraceEvent& event) {
  end(event);
  begin(event);
}

void ScopeTracker::finish(std::int64_t t_ns) {
  for (auto& [key, thread] : threads_)
    while (!thread.scopes.empty()) close_top(thread, t_ns, false);
}

}  // namespace loopscope

#include "tracer/model/scope_tracker.hpp"

#include <algorithm>

namespace loopscope {
namespace {

/// Between two callbacks: turns and phases never reach across one.
bool bounds_segment(const Scope& scope) {
  return scope.kind == ScopeKind::task || scope.kind == ScopeKind::boot ||
         scope.kind == ScopeKind::pool;
}

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

template <typename Match>
void ScopeTracker::close_match(const TraceEvent& event, Match match, bool in_segment,
                               bool complete) {
  Thread& thread = thread_of(event.process, event.thread);
  for (std::size_t i = thread.scopes.size(); i-- > 0;) {
    if (match(thread.scopes[i])) return close_from(thread, i, event, complete);
    if (in_segment && bounds_segment(thread.scopes[i])) return;
  }
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

/// Tasks, work and boot steps are found by what they are, also below others that never ended; the
/// loop's own scopes only down to the callback around them.
void ScopeTracker::end(const TraceEvent& event) {
  const auto is = [&event](ScopeKind kind) {
    return [&event, kind](const Scope& scope) {
      if (scope.kind != kind) return false;
      if (kind == ScopeKind::boot) return scope.name == event.name;
      if (kind == ScopeKind::phase)
        return event.event == Event::phase_begin || scope.phase == event.phase;
      return kind == ScopeKind::turn || kind == ScopeKind::wait || scope.id == event.id;
    };
  };
  switch (event.event) {
    case Event::boot_end:
      return close_match(event, is(ScopeKind::boot), false, true);
    case Event::turn:
    case Event::stop:
      return close_match(event, is(ScopeKind::turn), true, true);
    case Event::phase_begin:
      return close_match(event, is(ScopeKind::phase), true, false);
    case Event::phase_end:
      return close_match(event, is(ScopeKind::phase), false, true);
    case Event::poll_wake:
      return close_match(event, is(ScopeKind::wait), true, true);
    case Event::task_end:
      return close_match(event, is(ScopeKind::task), false, true);
    case Event::pool_end:
      return close_match(event, is(ScopeKind::pool), false, true);
    default:
      return;
  }
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

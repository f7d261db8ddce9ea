// A stretch of time on one thread, within which others may lie: a turn, a phase, a task.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tracer/model/scope_rules.hpp"
#include "tracer/model/task_table.hpp"

namespace loopscope {

struct Scope {
  ScopeKind kind = ScopeKind::task;
  Phase phase = Phase::timers;            // phase
  Layer layer = Layer::js;                // boot
  PollReason why = PollReason::no_timer;  // wait
  bool complete = false;                  // closed by its own end event
  bool threw = false;                     // task
  std::uint32_t process = 0;
  std::uint32_t thread = 0;
  std::uint32_t name = 0;   // boot
  std::uint32_t depth = 0;  // scopes around it on its thread
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;                    // once closed
  std::int64_t now_ns = TraceEvent::no_time;  // turn: cached now; wait: timeout (no_time: for ever)
  std::int64_t n = 0;    // turn: iteration; phase: queue length; wait: ready; pool: worker
  std::uint64_t id = 0;  // task, pool: the task; wait: the timer due next
  Task task = {};        // task, pool: as it was when it began
  std::uint64_t drained_after = 0;  // a tick or microtask: the callback before it at this level
  std::uint64_t last_callback = 0;  // the last task directly inside that was no tick or microtask
  std::uint64_t cookie = 0;         // the listener's
  std::string_view error = {};      // task that threw; valid while closed() runs
};

}  // namespace loopscope

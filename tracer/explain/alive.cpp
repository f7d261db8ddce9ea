#include "tracer/explain/alive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "tracer/explain/moment.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/poll_reason_text.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

class Alive {
 public:
  Alive(const Trace& trace, std::uint32_t step)
      : trace_(trace),
        runs_(trace),
        state_(trace.state(step)),
        now_ns_(step == 0 ? trace.first_ns() : trace[step - 1].t_ns) {}

  std::vector<AliveThing> all() {
    for (const LoopState::Handle* handle : handles_in_order(state_))
      if (handle->keeps_alive()) put_handle(*handle);
    for (const Queue queue : {Queue::timer, Queue::check, Queue::pool, Queue::io, Queue::pending})
      for (const auto* task : queue_content(trace_, state_, queue, state_.waiting(queue)))
        if (task->ref && !is_of_a_handle(*task)) put_task(*task);
    return std::move(things_);
  }

 private:
  /// What stays in its queue belongs to a handle, which stands for it.
  static bool is_of_a_handle(const LoopState::Task& task) {
    return task.queued == no_index || task.standing.repeat;
  }
  void put_handle(const LoopState::Handle& handle) {
    const PackedEvent& opened = trace_[handle.opened];
    const std::string_view name = trace_.name(opened);
    things_.push_back({.id = trace_.number(handle.id),
                       .kind = std::string(name_of(opened.as<HandleKind>())),
                       .name = fmt::format("{}#{}", name, trace_.number(handle.id)),
                       .by = label_of(runs_, runs_.around(handle.opened)),
                       .place = place_of(trace_, opened),
                       .state = handle.closed != no_index ? "closing" : "active",
                       .since = handle.opened});
  }
  void put_task(const LoopState::Task& task) {
    const PackedEvent& queued = trace_[task.queued];
    things_.push_back(
        {.id = trace_.number(task.id),
         .kind = kind_of(task.queue),
         .name = fmt::format("{}#{}", task_name(trace_, task.queued), trace_.number(task.id)),
         .by = label_of(runs_, runs_.around(task.queued)),
         .place = place_of(trace_, queued),
         .state = state_of(task, queued),
         .since = task.queued});
  }
  static std::string kind_of(Queue queue) {
    switch (queue) {
      case Queue::timer:
        return "timer";
      case Queue::check:
        return "immediate";
      case Queue::pool:
        return "work on a thread";
      default:
        return "request";
    }
  }
  std::string state_of(const LoopState::Task& task, const PackedEvent& queued) const {
    if (task.queue == Queue::pool)
      return task.work == LoopState::Work::not_begun ? "not begun"
             : task.work == LoopState::Work::done    ? "done, its callback waits"
                                                     : "on a worker";
    if (task.queue != Queue::timer || queued.value == TraceEvent::no_time) return "waiting";
    return queued.value > now_ns_
               ? fmt::format("due in {}", duration_text(queued.value - now_ns_))
               : fmt::format("due since {}", duration_text(now_ns_ - queued.value));
  }

  const Trace& trace_;
  Runs runs_;
  LoopState state_;
  std::int64_t now_ns_;
  std::vector<AliveThing> things_;
};

std::string name_of_event_id(const Trace& trace, std::uint32_t step, std::uint32_t id) {
  const LoopState state = trace.state(step);
  const std::string name = name_of_id(trace, state, id);
  return fmt::format("{}#{}", name, trace.number(id));
}

std::string why_of(const Trace& trace, std::uint32_t at) {
  const PackedEvent& wait = trace[at];
  const auto reason = wait.as<PollReason>();
  if (wait.value == 0) return fmt::format("did not wait: {}", reason_text(reason));
  if (reason == PollReason::timer)
    return fmt::format(
        "up to {}, for {}", duration_text(wait.value),
        trace.number(wait.id) == 0 ? "an internal timer" : name_of_event_id(trace, at, wait.id));
  return fmt::format("for I/O only, because {}", reason_text(reason));
}

std::string ended_by(const Trace& trace, std::uint32_t at) {
  const std::uint32_t wake = trace.forward(at);
  if (wake == no_index) return "it had not ended when the trace ended";
  for (std::uint32_t i = wake + 1; i < trace.size(); ++i) {
    const PackedEvent& event = trace[i];
    if (event.lane != trace[at].lane) continue;
    if (event.kind() != Event::poll_ready) break;
    return fmt::format("{} was ready to {}", name_of_event_id(trace, i, event.id),
                       name_of(event.as<Direction>()));
  }
  return trace[at].as<PollReason>() == PollReason::timer ? "the timer was due"
                                                         : "nothing was ready";
}

}  // namespace

std::vector<AliveThing> alive_at(const Trace& trace, std::uint32_t step) {
  return Alive(trace, step).all();
}

std::vector<PollWait> longest_waits(const Trace& trace, std::uint32_t step, std::size_t limit) {
  std::vector<PollWait> waits;
  std::int64_t turn = 0;
  const auto shorter = [](const PollWait& a, const PollWait& b) { return a.took_ns > b.took_ns; };
  for (std::uint32_t i = 0; i < step; ++i) {
    const PackedEvent& event = trace[i];
    if (event.kind() == Event::turn) turn = static_cast<std::int64_t>(trace.number(event.more));
    if (event.kind() != Event::poll_wait) continue;
    const std::uint32_t end = std::min(trace.forward(i), trace.size() - 1);
    PollWait& wait = waits.emplace_back();
    wait.turn = turn;
    wait.event = i;
    wait.t_ns = event.t_ns;
    wait.took_ns = trace[end].t_ns - event.t_ns;
    std::push_heap(waits.begin(), waits.end(), shorter);
    if (waits.size() <= limit) continue;
    std::pop_heap(waits.begin(), waits.end(), shorter);
    waits.pop_back();
  }
  std::sort(waits.begin(), waits.end(),
            [](const PollWait& a, const PollWait& b) { return a.event < b.event; });
  for (PollWait& wait : waits) {
    wait.why = why_of(trace, wait.event);
    wait.ended = ended_by(trace, wait.event);
  }
  return waits;
}

}  // namespace loopscope

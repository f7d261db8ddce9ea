#include "tracer/explain/timers.hpp"

#include <algorithm>

namespace loopscope {
namespace {

constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr std::size_t max_timers_looked_at = 4096;

}  // namespace

TimerFacts timer_facts(Runs& runs, std::uint32_t queued) {
  const Trace& trace = runs.trace();
  const PackedEvent& event = trace[queued];
  TimerFacts facts{.due_ns = event.value};
  const Run inside = event.by == 0 ? no_index : runs.around(queued);
  facts.again =
      inside != no_index && trace[inside].id == event.id && trace.forward(inside) == queued + 1;
  const std::uint32_t said_ms = trace.label(event).delay_ms;
  const std::int64_t armed_ns = facts.again ? trace[inside].t_ns : event.t_ns;
  facts.delay_ms = said_ms != Label::no_delay
                       ? said_ms
                       : std::max<std::int64_t>(1, event.value / ns_per_ms - armed_ns / ns_per_ms);
  return facts;
}

bool list_was_waiting(Runs& runs, std::uint32_t earlier, std::uint32_t later) {
  const Trace& trace = runs.trace();
  const std::int64_t delay_ms = timer_facts(runs, later).delay_ms;
  const LoopState state = trace.state(earlier);
  if (state.waiting(Queue::timer) > max_timers_looked_at) return true;
  for (const LoopState::Task* task = state.first(Queue::timer); task != nullptr;
       task = state.next(*task))
    if (task->queued != no_index && timer_facts(runs, task->queued).delay_ms == delay_ms)
      return true;
  return false;
}

}  // namespace loopscope

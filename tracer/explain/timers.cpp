#include "tracer/explain/timers.hpp"

#include <algorithm>

namespace loopscope {
namespace {

constexpr std::int64_t ns_per_ms = 1'000'000;

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

void TimersByDelay::add(Runs& runs, std::uint32_t queued) {
  const std::uint32_t said_ms = runs.trace().label(runs.trace()[queued]).delay_ms;
  if (said_ms == Label::no_delay && ++concluded_ > most_concluded) return;
  const std::int64_t delay_ms =
      said_ms == Label::no_delay ? timer_facts(runs, queued).delay_ms : said_ms;
  std::vector<std::uint32_t>& list = timers_[delay_ms];
  if (list.size() <= most) list.push_back(queued);
}

const std::vector<std::uint32_t>* TimersByDelay::of(std::int64_t delay_ms) const {
  static const std::vector<std::uint32_t> none;
  if (concluded_ > most_concluded) return nullptr;
  const auto found = timers_.find(delay_ms);
  if (found == timers_.end()) return &none;
  return found->second.size() > most ? nullptr : &found->second;
}

}  // namespace loopscope

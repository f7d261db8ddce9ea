// Runs: what led to what, by who queued whom and by what came over TCP.
#include <algorithm>

#include "tracer/explain/runs.hpp"

namespace loopscope {
namespace {

constexpr std::uint32_t max_events_to_tcp = 64;   // from a callback's begin
constexpr std::size_t max_looked_at = 1'000'000;  // runs, for one answer
constexpr std::size_t max_kept = 2'000'000;

bool is_from_outside(Event kind) noexcept {
  return kind == Event::tcp_read || kind == Event::tcp_accept || kind == Event::tcp_eof ||
         kind == Event::tcp_error;
}

}  // namespace

std::uint32_t Runs::tcp_event(Run run) const {
  if (queue(run) != Queue::io) return no_index;
  for (std::uint32_t i = run + 1; i < trace_.size() && i - run <= max_events_to_tcp; ++i) {
    const PackedEvent& event = trace_[i];
    if (event.lane != trace_[run].lane) continue;
    if (is_from_outside(event.kind())) return i;
    if (event.kind() == Event::task_begin || i == trace_.forward(run)) break;
  }
  return no_index;
}

const WireLink& Runs::wire(Run run) {
  const auto [place, added] = wire_links_.try_emplace(run);
  if (!added) return place->second;
  const std::uint32_t event = trace_.connections().size() < 2 ? no_index : tcp_event(run);
  if (event == no_index) return place->second;
  const WireCause cause = wires_.cause_of(event);
  const Run by = cause.event == no_index ? no_index : around(cause.event);
  if (by < run) place->second = {by, cause};  // clocks of two machines may differ
  return place->second;
}

bool Runs::queued_above(Run run, Run later) {
  while (later != no_index && later > run) {
    if (++looked_at_ > max_looked_at) {
      gave_up_ = true;
      return false;
    }
    later = parent(later);
  }
  return later == run;
}

Runs::Above& Runs::above(Run later) {
  const auto [place, added] = above_.try_emplace(later);
  if (added) place->second.next.push_back(later);
  return place->second;
}

// The latest ones first: those behind `run` cannot be led to by it.
bool Runs::look_above(Above& above, Run run) {
  while (!above.next.empty() && above.next.front() > run) {
    if (++looked_at_ > max_looked_at) {
      gave_up_ = true;
      return false;
    }
    std::pop_heap(above.next.begin(), above.next.end());
    const Run at = above.next.back();
    above.next.pop_back();
    for (const Run by : {parent(at), wire(at).by}) {
      if (by == no_index || by >= at || !above.led_to.try_emplace(by, at).second) continue;
      ++kept_;
      above.next.push_back(by);
      std::push_heap(above.next.begin(), above.next.end());
    }
  }
  return above.led_to.contains(run);
}

bool Runs::led_to(Run run, Run later) {
  if (queued_above(run, later)) return true;
  if (trace_.connections().size() < 2 || later == no_index || run >= later) return false;
  return look_above(above(later), run);
}

std::vector<Run> Runs::way_up(Run run, Run later) {
  looked_at_ = 0;
  std::vector<Run> way;
  if (queued_above(run, later)) {
    for (Run at = later; at != run; at = parent(at)) way.push_back(at);
    way.push_back(run);
  } else if (led_to(run, later)) {
    const Above& known = above(later);
    for (Run at = run; at != later; at = known.led_to.at(at)) way.push_back(at);
    way.push_back(later);
    std::reverse(way.begin(), way.end());
  }
  return way;
}

bool Runs::gave_up() {
  const bool did = gave_up_;
  gave_up_ = false;
  looked_at_ = 0;
  if (kept_ > max_kept) above_.clear();
  if (above_.empty()) kept_ = 0;
  return did;
}

}  // namespace loopscope

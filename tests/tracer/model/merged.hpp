// Two scripts as the traces of two processes in one, as `merge` makes it.
#pragma once

#include <cstddef>
#include <vector>

#include "tests/tracer/model/script.hpp"

namespace loopscope {

/// Process 0 is `one`, process 1 is `other` with ids from 10 million on. At each step comes the
/// earlier event. Texts are those of the scripts, which must live longer.
inline Script merged(const Script& one, const Script& other) {
  struct Collected {
    std::vector<TraceEvent> events;
    void apply(const TraceEvent& event) { events.push_back(event); }
  };
  constexpr std::uint64_t others = 10'000'000;
  const auto shifted = [](std::uint64_t id) { return id == 0 ? 0 : id + others; };
  Collected first;
  Collected second;
  one.play(first);
  other.play(second);
  for (TraceEvent& event : second.events) {
    event.process = 1;
    event.id = shifted(event.id);
    event.by = shifted(event.by);
    event.other = shifted(event.other);
  }
  Script script;
  const auto add = [&script](const TraceEvent& event) {
    script.add(event.t_ns, event.event) = event;
  };
  std::size_t next = 0;
  for (const TraceEvent& event : first.events) {
    for (; next < second.events.size() && second.events[next].t_ns < event.t_ns; ++next)
      add(second.events[next]);
    add(event);
  }
  for (; next < second.events.size(); ++next) add(second.events[next]);
  return script;
}

}  // namespace loopscope

// Traces written in a test: events made one by one, as a reader would deliver them.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "tracer/format/event.hpp"

namespace loopscope {

/// Each function adds one event; texts live as long as the script.
class Script {
 public:
  TraceEvent& add(std::int64_t t_ns, Event event, std::uint64_t id = 0) {
    TraceEvent& added = events_.emplace_back();
    added.line = events_.size() + 1;
    added.t_ns = t_ns;
    added.event = event;
    added.id = id;
    added.thread = thread;
    added.process = process;
    return added;
  }
  TraceEvent& queue(std::int64_t t_ns, std::uint64_t id, Queue queue, std::uint64_t by = 0) {
    TraceEvent& added = add(t_ns, Event::task_queue, id);
    added.queue = queue;
    added.by = by;
    return added;
  }
  void run(std::int64_t begin_ns, std::int64_t end_ns, std::uint64_t id) {
    add(begin_ns, Event::task_begin, id);
    add(end_ns, Event::task_end, id);
  }
  TraceEvent& phase(std::int64_t t_ns, Event begin_or_end, Phase which) {
    TraceEvent& added = add(t_ns, begin_or_end);
    added.phase = which;
    return added;
  }
  TraceEvent& turn(std::int64_t t_ns, std::int64_t number) {
    TraceEvent& added = add(t_ns, Event::turn);
    added.n = number;
    return added;
  }
  TraceEvent& define(DefinitionKind kind, std::uint32_t number, std::string text,
                     std::int64_t os_id = 0) {
    TraceEvent& added = add(0, Event::definition);
    added.definition = kind;
    added.n = number;
    added.text = texts_.emplace_back(std::move(text));
    added.os_id = os_id;
    return added;
  }
  TraceEvent& log(std::int64_t t_ns, std::string text) {
    TraceEvent& added = add(t_ns, Event::log);
    added.text = texts_.emplace_back(std::move(text));
    return added;
  }

  TraceEvent& last() { return events_.back(); }

  template <typename Consumer>
  void play(Consumer& consumer) const {
    for (const TraceEvent& event : events_) consumer.apply(event);
  }

  std::uint32_t thread = 0;  // of the events added next
  std::uint32_t process = 0;

 private:
  std::deque<TraceEvent> events_;
  std::deque<std::string> texts_;
};

/// Main queues a timer and a tick; the tick drains after main; the timer runs in turn 1, queues a
/// microtask that drains after it, and logs a line.
inline Script ordering_script() {
  Script script;
  script.define(DefinitionKind::name, 2, "main");
  script.define(DefinitionKind::name, 3, "timeout");
  TraceEvent& place = script.define(DefinitionKind::location, 1, "/src/ordering.cpp");
  place.line_number = 12;
  script.queue(1'000, 1, Queue::main).name = 2;
  script.add(2'000, Event::task_begin, 1);
  TraceEvent& timer = script.queue(3'000, 2, Queue::timer, 1);
  timer.name = 3;
  timer.at = 1;
  timer.when_ns = 1'000'000;
  script.queue(4'000, 3, Queue::tick, 1);
  script.add(5'000, Event::task_end, 1);
  script.run(6'000, 7'000, 3);
  script.turn(1'000'000, 1);
  script.phase(1'001'000, Event::phase_begin, Phase::timers);
  script.add(1'002'000, Event::task_begin, 2);
  script.queue(1'003'000, 4, Queue::microtask, 2);
  script.log(1'004'000, "hello");
  script.add(1'005'000, Event::task_end, 2);
  script.run(1'006'000, 1'007'000, 4);
  script.phase(1'008'000, Event::phase_end, Phase::timers);
  script.phase(1'009'000, Event::phase_begin, Phase::check);
  script.phase(1'010'000, Event::phase_end, Phase::check);
  script.turn(1'020'000, 2);
  script.add(1'030'000, Event::stop);
  script.add(1'040'000, Event::end);
  return script;
}

}  // namespace loopscope

// Runs of a loop written in a test: what is queued, and what each phase calls.
#pragma once

#include "tests/tracer/model/loaded.hpp"
#include "tracer/explain/why.hpp"

namespace loopscope {

/// Time goes on by 1 µs with each event. Ids are the caller's; every task logs "ID" as it runs.
class Story {
 public:
  Story() { script_.define(DefinitionKind::name, 2, "main"); }
  Story& at_ms(std::int64_t ms) {
    now_ns_ = ms * 1'000'000;
    return *this;
  }
  Story& main(std::uint64_t id) {
    script_.queue(tick(), id, Queue::main).name = 2;
    return begin(id);
  }
  Story& begin(std::uint64_t id) {
    script_.add(tick(), Event::task_begin, id);
    running_ = id;
    TraceEvent& log = script_.log(tick(), std::to_string(id));
    log.by = id;
    return *this;
  }
  Story& queue(std::uint64_t id, Queue queue) {
    script_.queue(tick(), id, queue, running_);
    return *this;
  }
  /// A timer that is armed now, in a trace that does not say its delay.
  Story& timer(std::uint64_t id, std::int64_t delay_ms) {
    const std::int64_t at_ns = tick();
    return timer_due(at_ns, id, (at_ns / 1'000'000 + delay_ms) * 1'000'000);
  }
  /// The same with its delay in the trace, and armed by a clock that had not ticked on.
  Story& told_timer(std::uint64_t id, std::int64_t delay_ms) {
    const std::int64_t at_ns = tick();
    timer_due(at_ns, id, (at_ns / 1'000'000 - 1 + delay_ms) * 1'000'000);
    script_.last().delay_ms = delay_ms;
    return *this;
  }
  Story& io(std::uint64_t id) {
    script_.queue(tick(), id, Queue::io, running_).repeat = true;
    return *this;
  }
  Story& end(std::uint64_t id, bool throws = false) {
    TraceEvent& end = script_.add(tick(), Event::task_end, id);
    end.has_error = throws;
    running_ = 0;
    return *this;
  }
  Story& tcp(Event event, std::uint64_t connection, std::int64_t bytes = 0) {
    TraceEvent& added = script_.add(tick(), event, connection);
    added.n = bytes;
    added.by = running_;
    return *this;
  }
  /// A tcp.accept or tcp.connected; the addresses live as long as the test.
  Story& established(Event event, std::uint64_t connection, std::string_view local,
                     std::string_view peer) {
    tcp(event, connection);
    script_.last().local = local;
    script_.last().peer = peer;
    return *this;
  }
  Story& run(std::uint64_t id) { return begin(id).end(id); }
  Story& phase(Phase phase) {
    if (in_phase_) script_.phase(tick(), Event::phase_end, phase_);
    if (phase == Phase::pending) script_.turn(tick(), ++turn_);
    script_.phase(tick(), Event::phase_begin, phase);
    phase_ = phase;
    in_phase_ = true;
    return *this;
  }
  Story& start() {
    script_.add(tick(), Event::start);
    return *this;
  }
  Script& script() { return script_; }

 private:
  Story& timer_due(std::int64_t at_ns, std::uint64_t id, std::int64_t due_ns) {
    script_.queue(at_ns, id, Queue::timer, running_).when_ns = due_ns;
    return *this;
  }
  std::int64_t tick() { return now_ns_ += 1'000; }

  Script script_;
  std::int64_t now_ns_ = 0;
  std::uint64_t running_ = 0;
  std::int64_t turn_ = 0;
  Phase phase_ = Phase::timers;
  bool in_phase_ = false;
};

/// The answer about two lines of output of a story.
inline Why why(Story& story, const std::string& one, const std::string& other) {
  story.script().add(1'000'000'000, Event::end);
  const Loaded loaded(story.script());
  Explainer explainer(loaded.trace);
  const auto first = find_moments(explainer.runs(), one, 2);
  const auto then = find_moments(explainer.runs(), other, 2);
  if (first.empty() || then.empty()) throw std::invalid_argument("no such line");
  return explainer.why(first.front(), then.front());
}

inline std::string rules(const Why& why) {
  std::string text;
  for (const WhyStep& step : why.steps) {
    if (!text.empty()) text += ' ';
    text += id_of(step.order.rule);
  }
  return text;
}

}  // namespace loopscope

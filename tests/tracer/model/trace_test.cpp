#include "tracer/model/trace.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/model/loaded.hpp"
#include "tracer/model/queue_content.hpp"

using namespace loopscope;

namespace {

/// So many ticks that checkpoints are made, queued in pairs of which the first stays.
Script many_ticks(std::uint64_t pairs) {
  Script script;
  for (std::uint64_t i = 0; i < pairs; ++i) {
    const auto t_ns = static_cast<std::int64_t>(10 * i);
    script.queue(t_ns, 2 * i + 1, i % 100 == 0 ? Queue::timer : Queue::tick).when_ns = t_ns;
    if (i % 100 != 0) script.run(t_ns + 1, t_ns + 2, 2 * i + 1);
  }
  return script;
}

}  // namespace

TEST_CASE("an event comes out of the model as it went in", "[model]") {
  Script script;
  TraceEvent& accept = script.add(5, Event::tcp_accept, 3);
  accept.other = 1;
  accept.local = "127.0.0.1:9999";
  accept.peer = "[::1]:5";
  accept.by = 7;
  script.process = 2;
  script.thread = 3;
  TraceEvent& write = script.add(6, Event::tcp_write, 3);
  write.n = 100;
  write.queued = 5'000'000'000;
  const Loaded loaded(script);
  const TraceEvent first = loaded.trace.event(0);
  CHECK(first.other == 1);
  CHECK(first.local == accept.local);
  CHECK(first.peer == accept.peer);
  CHECK(first.by == 7);
  const TraceEvent second = loaded.trace.event(1);
  CHECK(second.queued == 5'000'000'000);
  CHECK(second.n == 100);
  CHECK(second.process == 2);
  CHECK(second.thread == 3);
}

TEST_CASE("a timer's delay is kept, at most the longest that fits", "[model]") {
  Script script;
  script.queue(1, 1, Queue::timer).delay_ms = 20;
  script.queue(2, 2, Queue::timer).delay_ms = 0;
  script.queue(3, 3, Queue::timer);
  script.queue(4, 4, Queue::timer).delay_ms = 5'000'000'000;
  const Loaded loaded(script);
  CHECK(loaded.trace.event(0).delay_ms == 20);
  CHECK(loaded.trace.event(1).delay_ms == 0);
  CHECK(loaded.trace.event(2).delay_ms == TraceEvent::no_delay);
  CHECK(loaded.trace.event(3).delay_ms == 4'294'967'294);
}

TEST_CASE("ids that do not fit into 31 bits are kept", "[model]") {
  constexpr std::uint64_t large = 123'456'789'012'345;
  Script script;
  script.queue(1, large, Queue::tick, large + 1);
  script.run(2, 3, large);
  const Loaded loaded(script);
  CHECK(loaded.trace.event(0).id == large);
  CHECK(loaded.trace.event(0).by == large + 1);
  CHECK(loaded.trace.back(1) == 0);
  CHECK(loaded.trace.last_state().waiting(Queue::tick) == 0);
}

TEST_CASE("links lead from queuing to the begin, and from there to the end", "[model]") {
  Script script;
  script.queue(1, 1, Queue::tick);
  script.queue(2, 2, Queue::tick);
  script.run(3, 4, 1);
  script.add(5, Event::task_cancel, 2);
  const Loaded loaded(script);
  const Trace& trace = loaded.trace;
  CHECK(trace.forward(0) == 2);
  CHECK(trace.back(2) == 0);
  CHECK(trace.forward(2) == 3);
  CHECK(trace.back(3) == 2);
  CHECK(trace.forward(1) == 4);
  CHECK(trace.back(4) == 1);
}

TEST_CASE("the events of a connection are a chain", "[model]") {
  Script script;
  script.add(1, Event::tcp_accept, 5);
  script.add(2, Event::tcp_accept, 6);
  script.add(3, Event::tcp_read, 5);
  script.add(4, Event::tcp_close, 5);
  const Loaded loaded(script);
  const Trace::Connection* connection = loaded.trace.connection(5);
  REQUIRE(connection != nullptr);
  CHECK(connection->events == 3);
  CHECK(loaded.trace.forward(connection->first) == 2);
  CHECK(loaded.trace.forward(2) == connection->last);
  CHECK(loaded.trace.connections().size() == 2);
}

TEST_CASE("a name that is defined again counts from there on", "[model]") {
  Script script;
  script.define(DefinitionKind::name, 2, "before");
  script.queue(1, 1, Queue::tick).name = 2;
  script.define(DefinitionKind::name, 2, "after");
  script.queue(2, 2, Queue::tick).name = 2;
  const Loaded loaded(script);
  CHECK(loaded.trace.size() == 2);
  CHECK(task_name(loaded.trace, 0) == "before");
  CHECK(task_name(loaded.trace, 1) == "after");
}

TEST_CASE("events that came in another order are brought into that of time", "[model]") {
  Script script;
  script.queue(10, 1, Queue::tick);
  script.run(30, 40, 1);
  script.log(20, "between");
  const Loaded loaded(script, 2);
  const Trace& trace = loaded.trace;
  CHECK(trace[1].kind() == Event::log);
  CHECK(trace.logs()[0] == 1);
  CHECK(trace.forward(0) == 2);
  CHECK(trace.step_at(25) == 2);
}

TEST_CASE("a step is found by its time", "[model]") {
  const Loaded loaded(ordering_script());
  const Trace& trace = loaded.trace;
  CHECK(trace.step_at(0) == 0);
  CHECK(trace.step_at(1'000) == 1);
  CHECK(trace.step_at(2'500) == 2);
  CHECK(trace.step_at(INT64_MAX) == trace.size());
}

TEST_CASE("a seek gives the state that a walk gives, from wherever it starts", "[model]") {
  const Loaded loaded(many_ticks(70'000), 850);
  const Trace& trace = loaded.trace;
  LoopState walked;
  LoopState sought;
  std::uint32_t at = 0;
  std::uint32_t random = 1;
  for (int i = 0; i < 30; ++i) {
    random = random * 1664525U + 1013904223U;
    const std::uint32_t step = random % (trace.size() + 1);
    walked = LoopState{};
    for (std::uint32_t j = 0; j < step; ++j) walked.apply(j, trace[j]);
    trace.seek(sought, at, step);
    at = step;
    CHECK(sought.save(step).words == walked.save(step).words);
  }
}

TEST_CASE("the model takes at most 48 bytes an event", "[model]") {
  const Loaded loaded(many_ticks(100'000));
  CHECK(loaded.trace.bytes() <= 48 * loaded.trace.size() + QueueDepths::max_samples * 48);
}

TEST_CASE("depths of queues cover the whole trace in bounded memory", "[model]") {
  const Loaded loaded(many_ticks(100'000));
  const QueueDepths& depths = loaded.trace.depths();
  CHECK(depths.samples().size() <= QueueDepths::max_samples);
  CHECK(depths.samples().size() * depths.stride() >= loaded.trace.size());
  CHECK(depths.samples().back().waiting[static_cast<std::size_t>(Queue::timer)] == 1000);
}

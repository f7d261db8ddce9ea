#include "tracer/model/statistics.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/model/loaded.hpp"

using namespace loopscope;

namespace {
Statistics statistics_of(const Script& script) {
  return loopscope::statistics_of(Loaded(script).trace);
}
std::size_t index(Queue queue) {
  return static_cast<std::size_t>(queue);
}
}  // namespace

TEST_CASE("callbacks are counted by queue and by name", "[model]") {
  const Statistics statistics = statistics_of(ordering_script());
  CHECK(statistics.tasks_run == 4);
  CHECK(statistics.turns == 2);
  CHECK(statistics.queues[index(Queue::timer)].ran.count() == 1);
  CHECK(statistics.queues[index(Queue::timer)].ran.sum() == 3'000);
  CHECK(statistics.queues[index(Queue::timer)].waited.max() == 999'000);
  CHECK(statistics.queues[index(Queue::tick)].waited.sum() == 2'000);
  REQUIRE(statistics.names.contains("timeout"));
  CHECK(statistics.names.at("timeout").runs.ran.count() == 1);
  CHECK(statistics.phases[static_cast<std::size_t>(Phase::timers)].sum() == 7'000);
}

TEST_CASE("loop lag is how late timers begin", "[model]") {
  CHECK(statistics_of(ordering_script()).timer_lag.max() == 2'000);
}

TEST_CASE("one name in two queues is two rows", "[model]") {
  Script script;
  script.define(DefinitionKind::name, 2, "work");
  script.queue(1, 1, Queue::tick).name = 2;
  script.queue(1, 2, Queue::check).name = 2;
  script.run(2, 3, 1);
  script.run(4, 5, 2);
  const Statistics statistics = statistics_of(script);
  CHECK(statistics.names.contains("work"));
  CHECK(statistics.names.contains("work (check)"));
}

TEST_CASE("poll waits add up with their reasons", "[model]") {
  Script script;
  script.turn(0, 1);
  script.add(100, Event::poll_wait).why = PollReason::timer;
  script.add(400, Event::poll_wake);
  script.add(1'000, Event::stop);
  const Statistics statistics = statistics_of(script);
  CHECK(statistics.poll_wait.sum() == 300);
  CHECK(statistics.poll_share() == Approx(0.3));
  CHECK(statistics.poll_reasons[static_cast<std::size_t>(PollReason::timer)] == 1);
}

TEST_CASE("connections: opened, bytes, errors, how long", "[model]") {
  Script script;
  script.add(10, Event::tcp_accept, 5);
  script.add(11, Event::tcp_connect, 6);
  script.add(12, Event::tcp_connect, 7);
  script.add(13, Event::tcp_connected, 6);
  TraceEvent& refused = script.add(14, Event::tcp_error, 7);
  refused.op = "connect";
  refused.error = "ECONNREFUSED";
  script.add(15, Event::tcp_read, 5).n = 100;
  script.add(16, Event::tcp_write, 5).n = 30;
  script.add(17, Event::tcp_write, 5).n = 20;
  script.add(110, Event::tcp_close, 5);
  const Statistics::Tcp tcp = statistics_of(script).tcp;
  CHECK(tcp.accepted == 1);
  CHECK(tcp.connected == 1);
  CHECK(tcp.failed == 1);
  CHECK(tcp.most_open == 2);
  CHECK(tcp.read_bytes == 100);
  CHECK(tcp.written_bytes == 50);
  CHECK(tcp.errors.at("connect ECONNREFUSED") == 1);
  CHECK(tcp.open.max() == 100);
}

TEST_CASE("names beyond the limit are counted together", "[model]") {
  Script script;
  for (std::uint32_t i = 2; i < StatisticsBuilder::max_names + 12; ++i) {
    script.define(DefinitionKind::name, i, "task " + std::to_string(i));
    script.queue(3 * i, i, Queue::tick).name = i;
    script.run(3 * i + 1, 3 * i + 2, i);
  }
  const Statistics statistics = statistics_of(script);
  CHECK(statistics.names.size() == StatisticsBuilder::max_names);
  CHECK(statistics.other_names == 10);
}

TEST_CASE("of a part of a trace counts what ends in it", "[model]") {
  const Loaded loaded(ordering_script());
  const Trace& trace = loaded.trace;
  std::uint32_t timer = 0;
  while (trace[timer].kind() != Event::task_begin || trace[timer].id != 2) ++timer;
  StatisticsBuilder builder(trace, timer + 1);  // the timer runs
  builder.advance(trace.forward(timer) + 1);
  const Statistics part = builder.finish();
  CHECK(part.tasks_run == 1);
  CHECK(part.events == trace.forward(timer) - timer);
  CHECK(part.queues[index(Queue::timer)].ran.sum() == 3'000);
  CHECK(part.queues[index(Queue::timer)].waited.count() == 0);
  CHECK(part.phases[static_cast<std::size_t>(Phase::timers)].count() == 0);
  CHECK(part.turns == 0);
}

TEST_CASE("what has no end counts up to the end of the trace", "[model]") {
  Script script;
  script.turn(100, 1);
  script.queue(200, 1, Queue::check);
  script.add(300, Event::task_begin, 1);
  script.log(1'000, "the last");
  const Statistics statistics = statistics_of(script);
  CHECK(statistics.tasks_run == 1);
  CHECK(statistics.queues[index(Queue::check)].ran.sum() == 700);
  CHECK(statistics.turns == 1);
}

TEST_CASE("a handle's callback that stays in its queue waits for nothing", "[model]") {
  Script script;
  script.queue(1, 1, Queue::io).repeat = true;
  script.run(10, 20, 1);
  script.run(30, 40, 1);
  const Statistics statistics = statistics_of(script);
  CHECK(statistics.queues[index(Queue::io)].ran.count() == 2);
  CHECK(statistics.queues[index(Queue::io)].waited.count() == 0);
  CHECK(statistics.tasks_waiting == 1);
}

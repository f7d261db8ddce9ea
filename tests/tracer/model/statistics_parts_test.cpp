// Properties of the statistics of a part, and what of connections can be known.
#include <catch2/catch.hpp>

#include "tests/tracer/export/random_trace.hpp"
#include "tests/tracer/model/loaded.hpp"
#include "tracer/model/statistics.hpp"

using namespace loopscope;

namespace {

Statistics part_of(const Trace& trace, std::uint32_t from, std::uint32_t to) {
  StatisticsBuilder builder(trace, from);
  builder.advance(to);
  return builder.finish();
}

/// What adds up over the parts of a trace.
std::vector<std::uint64_t> sums_of(const Statistics& statistics) {
  std::vector<std::uint64_t> sums = {statistics.events,          statistics.tasks_run,
                                     statistics.tasks_cancelled, statistics.errors_thrown,
                                     statistics.dropped,         statistics.turns,
                                     statistics.other_names};
  const auto add = [&sums](const Histogram& histogram) {
    sums.push_back(histogram.count());
    sums.push_back(static_cast<std::uint64_t>(histogram.sum()));
  };
  for (const Histogram& phase : statistics.phases) add(phase);
  for (const Statistics::Runs& queue : statistics.queues) {
    add(queue.ran);
    add(queue.waited);
  }
  for (const Histogram* all : {&statistics.timer_lag, &statistics.poll_wait, &statistics.pool_work})
    add(*all);
  const Statistics::Tcp& tcp = statistics.tcp;
  for (const std::uint64_t count : {tcp.accepted, tcp.connected, tcp.read_bytes, tcp.written_bytes,
                                    tcp.reads, tcp.writes, tcp.again})
    sums.push_back(count);
  return sums;
}

TraceEvent& failed(Script& script, std::int64_t t_ns, std::uint64_t id, std::string_view op) {
  TraceEvent& error = script.add(t_ns, Event::tcp_error, id);
  error.op = op;
  error.error = "ECONNRESET";
  return error;
}

}  // namespace

TEST_CASE("the parts of a trace add up to the whole, wherever it is cut", "[model][property]") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const RandomTrace random(seed, seed % 2 == 0, 3);
    const Loaded loaded(random.script());
    const Trace& trace = loaded.trace;
    const auto whole = sums_of(part_of(trace, 0, trace.size()));
    for (std::uint32_t cut = 0; cut < trace.size(); ++cut) {
      auto sums = sums_of(part_of(trace, 0, cut));
      const auto rest = sums_of(part_of(trace, cut, trace.size()));
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += rest[i];
      INFO("seed " << seed << ", cut before event " << cut);
      REQUIRE(sums == whole);
    }
  }
}

TEST_CASE("names add up to their queues", "[model][property]") {
  Script script;
  for (std::uint32_t name = 2; name < 6; ++name)
    script.define(DefinitionKind::name, name, "task " + std::to_string(name / 2));
  for (std::uint32_t i = 1; i <= 100; ++i) {
    const Queue queue = i % 3 == 0 ? Queue::tick : Queue::check;
    script.queue(1000 * i, i, queue).name = 2 + i % 4;
    script.run(1000 * i + 3, 1000 * i + 3 + i, i);
  }
  const Statistics statistics = statistics_of(Loaded(script).trace);
  CHECK(statistics.names.size() == 4);
  std::int64_t ran_ns = 0;
  std::uint64_t waited = 0;
  for (const auto& [name, named] : statistics.names) {
    ran_ns += named.runs.ran.sum();
    waited += named.runs.waited.count();
  }
  CHECK(ran_ns == 100 * 101 / 2);
  CHECK(waited == 100);
}

TEST_CASE("losses, cancels and exceptions are counted", "[model]") {
  Script script;
  for (std::uint64_t id = 1; id <= 3; ++id) script.queue(1, id, Queue::timer);
  script.add(2, Event::task_cancel, 2);
  script.add(2, Event::task_cancel, 2);  // it waits no more
  script.add(3, Event::task_begin, 1);
  script.add(4, Event::task_end, 1).has_error = true;
  script.add(5, Event::drop).n = 12;
  script.add(6, Event::drop).n = -5;
  const Statistics statistics = statistics_of(Loaded(script).trace);
  CHECK(statistics.tasks_cancelled == 1);
  CHECK(statistics.errors_thrown == 1);
  CHECK(statistics.dropped == 12);
  CHECK(statistics.tasks_waiting == 1);
}

TEST_CASE("a connect fails once; errors of what is connected are none of it", "[model]") {
  Script script;
  script.add(1, Event::tcp_connect, 5);
  failed(script, 2, 5, "connect");
  failed(script, 3, 5, "connect");
  script.add(4, Event::tcp_connect, 6);
  script.add(5, Event::tcp_connected, 6);
  failed(script, 6, 6, "read");
  const Statistics::Tcp tcp = statistics_of(Loaded(script).trace).tcp;
  CHECK(tcp.failed == 1);
  CHECK(tcp.errors.at("connect ECONNRESET") == 2);
  CHECK(tcp.errors.at("read ECONNRESET") == 1);
}

TEST_CASE("a connection whose beginning is not in the trace is not closed in it", "[model]") {
  Script script;
  script.add(1, Event::tcp_close, 5);
  script.add(2, Event::tcp_connect, 6);
  script.add(3, Event::tcp_close, 6);  // given up before it was connected
  const Statistics::Tcp tcp = statistics_of(Loaded(script).trace).tcp;
  CHECK(tcp.closed == 0);
  CHECK(tcp.open.count() == 0);
  CHECK(tcp.most_open == 0);
}

TEST_CASE("kinds of errors beyond the limit are counted together", "[model]") {
  constexpr std::size_t more = 7;
  Script script;
  std::deque<std::string> ops;
  for (std::size_t i = 0; i < StatisticsBuilder::max_error_kinds + more; ++i)
    failed(script, 1, 5, ops.emplace_back("op " + std::to_string(i)));
  failed(script, 2, 5, "op 0");
  const Statistics::Tcp tcp = statistics_of(Loaded(script).trace).tcp;
  CHECK(tcp.errors.at("others") == more);
  CHECK(tcp.errors.at("op 0 ECONNRESET") == 2);
}

TEST_CASE("a timer that began before it was due is not late", "[model]") {
  Script script;
  script.queue(1, 1, Queue::timer).when_ns = 100;
  script.queue(1, 2, Queue::timer);  // its due time is not known
  script.run(90, 95, 1);
  script.run(96, 97, 2);
  const Statistics statistics = statistics_of(Loaded(script).trace);
  CHECK(statistics.timer_lag.count() == 1);
  CHECK(statistics.timer_lag.max() == 0);
}

TEST_CASE("an empty trace adds up to nothing", "[model]") {
  const Statistics statistics = statistics_of(Loaded(Script()).trace);
  CHECK(statistics.events == 0);
  CHECK(statistics.recorded_ns() == 0);
  CHECK(statistics.poll_share() == 0);
}

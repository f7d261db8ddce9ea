#include "viewer/model/statistics_job.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/model/loaded.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

/// Ticks of one name, each of which takes longer than the one before.
Script ticks(int count) {
  Script script;
  script.define(DefinitionKind::name, 1, "tick");
  for (int i = 1; i <= count; ++i) {
    const auto id = static_cast<std::uint64_t>(i);
    const std::int64_t begin = std::int64_t{i} * 1'000'000;
    script.queue(begin - 10, id, Queue::tick).name = 1;
    script.run(begin, begin + i, id);
  }
  return script;
}

}  // namespace

TEST_CASE("statistics are added up a little at a time", "[viewer]") {
  const Loaded loaded(ticks(3000));
  StatisticsJob job;
  CHECK_FALSE(job.started());
  job.advance(std::chrono::seconds(1));
  CHECK_FALSE(job.result());
  job.start(loaded.trace, {0, loaded.trace.size()});
  CHECK(job.progress() == 0);
  job.advance(std::chrono::nanoseconds(0));
  CHECK(job.progress() > 0);
  CHECK(job.progress() < 1);
  CHECK_FALSE(job.result());
  while (!job.result()) job.advance(std::chrono::nanoseconds(0));
  CHECK(job.progress() == 1);
  CHECK(job.result()->tasks_run == 3000);
}

TEST_CASE("statistics of no steps are there at once, and limits are the trace's", "[viewer]") {
  const Loaded loaded(ticks(3));
  StatisticsJob job;
  job.start(loaded.trace, {5, 5});
  job.advance(std::chrono::nanoseconds(0));
  REQUIRE(job.result());
  CHECK(job.result()->tasks_run == 0);
  job.start(loaded.trace, {0, 1000});
  CHECK(job.steps().to == loaded.trace.size());
}

TEST_CASE("the worst of a name and of a phase lead to their begins", "[viewer]") {
  const Loaded loaded(ticks(5));
  const std::uint32_t worst = worst_task(loaded.trace, {0, 1000}, "tick", Queue::tick);
  REQUIRE(worst != no_index);
  CHECK(loaded.trace[worst].id == 5);
  CHECK(worst_task(loaded.trace, {0, 6}, "tick", Queue::tick) < worst);
  CHECK(worst_task(loaded.trace, {0, 1000}, "tick", Queue::timer) == no_index);
  const Loaded ordering(ordering_script());
  const std::uint32_t phase = worst_phase(ordering.trace, {0, 1000}, Phase::timers);
  REQUIRE(phase != no_index);
  CHECK(ordering.trace[phase].kind() == Event::phase_begin);
  CHECK(worst_phase(ordering.trace, {0, 1000}, Phase::close) == no_index);
}

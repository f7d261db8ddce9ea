#include "viewer/model/depth_levels.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

constexpr auto tick = static_cast<std::size_t>(Queue::tick);

/// Ticks queued one after the other; at `peak` of them they begin to run.
Script piled(std::uint64_t peak) {
  Script script;
  for (std::uint64_t i = 1; i <= peak; ++i)
    script.queue(static_cast<std::int64_t>(i), i, Queue::tick);
  for (std::uint64_t i = 1; i <= peak; ++i)
    script.run(static_cast<std::int64_t>(peak + i), static_cast<std::int64_t>(peak + i), i);
  return script;
}

std::uint32_t highest(const DepthLevels::Level& level) {
  std::uint32_t most = 0;
  for (const QueueDepths::Sample& sample : level.samples)
    most = std::max(most, sample.waiting[tick]);
  return most;
}

}  // namespace

TEST_CASE("every level of queue depths has the highest one", "[viewer]") {
  const Viewed viewed(piled(5000));
  DepthLevels depths;
  depths.build(viewed.trace.depths());
  for (const double events : {1.0, 3.0, 4.0, 17.0, 64.0, 1000.0, 1e9}) {
    INFO(events << " events");
    const DepthLevels::Level level = depths.level(events);
    CHECK(highest(level) == 5000);
    CHECK(level.stride * level.samples.size() >= viewed.trace.size());
  }
}

TEST_CASE("the level is the coarsest that is fine enough", "[viewer]") {
  const Viewed viewed(piled(5000));
  DepthLevels depths;
  depths.build(viewed.trace.depths());
  CHECK(depths.level(0.1).stride == viewed.trace.depths().stride());
  CHECK(depths.level(16).stride == 16);
  CHECK(depths.level(63).stride == 16);
  CHECK(depths.level(64).stride == 64);
}

TEST_CASE("a sample of queue depths begins with what waits already", "[viewer]") {
  const Viewed viewed(piled(50'000));
  const QueueDepths& all = viewed.trace.depths();
  REQUIRE(all.stride() > 1);
  const std::uint32_t at = 100'000;  // a tick has run, and the next runs
  const std::uint32_t waiting = all.samples()[at / all.stride()].waiting[tick];
  const std::uint32_t there = viewed.trace.state(at - at % all.stride()).waiting(Queue::tick);
  CHECK(waiting <= there);
  CHECK(waiting + 1 >= there);
}

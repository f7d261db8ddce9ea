#include "tracer/model/queue_depths.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "tests/tracer/export/random_trace.hpp"
#include "tests/tracer/model/loaded.hpp"

using namespace loopscope;

namespace {
constexpr auto timer = static_cast<std::size_t>(Queue::timer);
}

TEST_CASE("a sample has the most that waited at any of its events", "[model]") {
  const RandomTrace random(3, false, 30);
  const Loaded loaded(random.script());
  const Trace& trace = loaded.trace;
  const auto& samples = trace.depths().samples();
  REQUIRE(trace.depths().stride() == 1);
  REQUIRE(samples.size() == trace.size());
  LoopState state;
  for (std::uint32_t i = 0; i < trace.size(); ++i) {
    const LoopState::Counts before = state.counts();
    state.apply(i, trace[i]);
    for (std::size_t queue = 0; queue < LoopState::queue_count; ++queue) {
      const std::uint32_t most = std::max(before[queue], state.counts()[queue]);
      if (samples[i].waiting[queue] < state.counts()[queue] || samples[i].waiting[queue] > most)
        FAIL_CHECK("event " << i << ", queue " << queue);
    }
  }
}

TEST_CASE("when samples are put together the largest counts and lags stay", "[model]") {
  QueueDepths depths;
  const LoopState nothing;
  constexpr std::size_t events = 2 * QueueDepths::max_samples + 1;
  for (std::size_t i = 0; i < events; ++i) {
    depths.add(nothing);
    if (i == 1'001) depths.joined(Queue::timer, 9);
    if (i == 1'003) depths.joined(Queue::timer, 4);
    if (i == 5'000) depths.late(7'000'000);
  }
  const std::uint32_t stride = depths.stride();
  CHECK(stride == 4);
  CHECK(depths.samples()[1'001 / stride].waiting[timer] == 9);
  CHECK(depths.samples()[1'001 / stride + 1].waiting[timer] == 0);
  CHECK(depths.samples()[5'000 / stride].lag_us == 7'000);
  CHECK(depths.samples().size() == events / stride + 1);
}

TEST_CASE("how late a timer is stays in bounds", "[model]") {
  QueueDepths depths;
  depths.add(LoopState());
  depths.late(-5'000);
  CHECK(depths.samples().back().lag_us == 0);
  depths.late(INT64_MAX);
  CHECK(depths.samples().back().lag_us == INT32_MAX);
  depths.late(1'000);
  CHECK(depths.samples().back().lag_us == INT32_MAX);
}

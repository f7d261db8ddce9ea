#include "viewer/model/axis.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/model/loaded.hpp"

using namespace loopscope;
using viewer::Range;
using VAxis = viewer::Axis;

TEST_CASE("a step's position leads back to that step on both axes", "[viewer]") {
  const Loaded loaded(ordering_script());
  for (const VAxis axis : {VAxis::time, VAxis::order})
    for (std::uint32_t step = 1; step <= loaded.trace.size(); ++step)
      CHECK(viewer::step_at(loaded.trace, axis,
                            viewer::position_of_step(loaded.trace, axis, step)) == step);
}

TEST_CASE("positions beyond the ends are those of the ends", "[viewer]") {
  const Loaded loaded(ordering_script());
  CHECK(viewer::step_at(loaded.trace, VAxis::order, -7) == 0);
  CHECK(viewer::step_at(loaded.trace, VAxis::order, 1e12) == loaded.trace.size());
  CHECK(viewer::step_at(loaded.trace, VAxis::time, 1e15) == loaded.trace.size());
}

TEST_CASE("on the axis of order a box has a step for each event, and neighbours share none",
          "[viewer]") {
  const Loaded loaded(ordering_script());
  const Trace& trace = loaded.trace;
  std::uint32_t turn = 0;
  while (trace[turn].kind() != Event::turn) ++turn;
  const Range first = range_of(trace, VAxis::order, turn, trace.forward(turn));
  CHECK(first.begin == turn);
  CHECK(trace[static_cast<std::uint32_t>(first.end)].kind() == Event::turn);  // the next one's
  const Range callback = range_of(trace, VAxis::order, 1, trace.forward(1));
  CHECK(callback == Range{1, 5});
  CHECK(range_of(trace, VAxis::time, 1, trace.forward(1)) == Range{2'000, 5'000});
}

TEST_CASE("a trace of nothing, or of one moment, still has a length", "[viewer]") {
  CHECK(whole(Loaded{Script()}.trace, VAxis::time) == Range{0, 1});
  Script script;
  script.turn(7, 1);
  CHECK(whole(Loaded(script).trace, VAxis::time) == Range{7, 8});
}

// Closing a handle stops it at once, but its close callback waits for the close phase.
#include "core/loop/loop.hpp"
#include "core/loop/phase_handle.hpp"
#include "core/loop/timer.hpp"
#include "samples/samples.hpp"

namespace loopscope {
namespace {

int run(SampleContext& context) {
  Loop loop(context.clock(), context.loop_options());
  const auto log = [&](std::string_view line) { context.log(loop.probe(), line); };
  Prepare first(loop, "first");
  Prepare second(loop, "second");
  Check check(loop, "check");
  Timer timer(loop, "timer");

  first.start([&] {
    log("prepare: closing first, then second");
    first.close([&] { log("first is closed"); });
    second.close([&] { log("second is closed"); });
  });
  second.start([&] { log("prepare: second, started last, is called first"); });
  check.start([&] {
    log("check: comes before the close callbacks, in the same turn");
    check.close([&] { log("check is closed"); });
  });
  timer.start([&] { log("timer: the last thing that kept the loop alive"); }, 5);
  loop.run();
  return 0;
}

}  // namespace

const Sample closing_sample{
    "closing", "close callbacks come last in a turn, and the handle closed last is called first",
    run};

}  // namespace loopscope

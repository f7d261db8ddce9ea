// Closing a handle does not call back at once: the close callbacks come in the close phase, after
// everything else of the turn, and in libuv's order: the handle closed last is called first.
#include <cstdio>

#include "core/loop/loop.hpp"
#include "core/loop/phase_handle.hpp"
#include "core/loop/timer.hpp"
#include "samples/samples.hpp"

namespace loopscope {
namespace {

void say(Loop& loop, const char* line) {
  loop.probe().log(Stream::out, line);
  std::puts(line);
}

}  // namespace

int run_closing(SampleContext& context) {
  Loop loop(context.clock(), context.loop_options());
  Timer first(loop, "first");
  Timer second(loop, "second");
  Check check(loop, "check");
  check.start([&] {
    say(loop, "check: still before the close callbacks");
    check.stop();
  });
  first.start(
      [&] {
        say(loop, "timer: closing first, then second");
        first.close([&] { say(loop, "first is closed"); });
        second.close([&] { say(loop, "second is closed"); });
      },
      1);
  loop.run();
  return 0;
}

}  // namespace loopscope

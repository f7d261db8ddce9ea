// setTimeout(…, 0) against setImmediate(…): whoever knows where they are armed knows the winner.
#include "core/loop/file.hpp"
#include "samples/samples.hpp"
#include "samples/script.hpp"

namespace loopscope {
namespace {

void arm_both(Runtime& runtime) {
  runtime.set_timeout([&] { runtime.log("  timeout"); }, 0);
  runtime.set_immediate([&] { runtime.log("  immediate"); });
}

// The timer is due after 1 ms. Has that passed when the loop starts?
void from_main(SampleContext& context, Loop& loop, bool is_slow) {
  Runtime runtime(loop, context.runtime_options());
  runtime.run([&] {
    runtime.log(is_slow ? "from main that takes 2 ms: the timeout" : "from main: a race");
    arm_both(runtime);
    if (is_slow) context.work_ms(2);
  });
}

// I/O callbacks run in poll, and check is the phase that follows.
void from_io(SampleContext& context, Loop& loop) {
  Runtime runtime(loop, context.runtime_options());
  runtime.run([&] {
    stat_file(loop, "/", [&](std::error_code, FileStatus) {
      runtime.log("from an I/O callback: always the immediate");
      arm_both(runtime);
      context.work_ms(2);
    });
  });
}

int run(SampleContext& context) {
  Loop loop(context.clock(), context.loop_options());
  from_main(context, loop, false);
  from_main(context, loop, true);
  from_io(context, loop);
  return 0;
}

}  // namespace

const Sample timeout_or_immediate_sample{
    "timeout-or-immediate",
    "from main the clock decides whether a 0 ms timeout or an immediate is first; from an I/O "
    "callback the immediate always is",
    run};

}  // namespace loopscope

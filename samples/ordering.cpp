// The ordering puzzle: ten lines, and one order in which they can come.
#include "core/runtime/promise.hpp"
#include "samples/samples.hpp"
#include "samples/script.hpp"

namespace loopscope {
namespace {

void arm_timer(Runtime& runtime) {
  runtime.set_timeout(
      [&] {
        runtime.log("timer");
        Promise<void>::resolved(runtime).then([&] {
          runtime.log("promise in timeout");
          runtime.next_tick([&] { runtime.log("tick in that promise"); });
        });
        runtime.next_tick([&] {
          runtime.log("tick in timeout");
          runtime.next_tick([&] { runtime.log("tick in that tick"); });
        });
      },
      0);
}

void arm_immediate(Runtime& runtime) {
  runtime.set_immediate([&] {
    runtime.log("immediate");
    runtime.next_tick([&] { runtime.log("tick in immediate"); });
  });
}

int run(SampleContext& context) {
  return run_script(context, [&](Runtime& runtime) {
    arm_timer(runtime);
    arm_immediate(runtime);
    Promise<void>::resolved(runtime).then([&] { runtime.log("promise"); });
    runtime.next_tick([&] { runtime.log("tick"); });
    runtime.log("main");
    // A 0 ms timer is a 1 ms timer. It comes before the immediate only if it is due when the loop
    // starts: in Node the start-up takes long enough for that, mostly; here we make sure.
    context.work_ms(2);
  });
}

}  // namespace

const Sample ordering_sample{
    "ordering",
    "main first, then ticks before promises after every callback, then the timer, then the "
    "immediate",
    run};

}  // namespace loopscope

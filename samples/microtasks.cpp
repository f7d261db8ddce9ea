// Two timers of one list run in one phase; between them ticks and microtasks are drained.
#include <string>

#include "core/runtime/promise.hpp"
#include "samples/samples.hpp"
#include "samples/script.hpp"

namespace loopscope {
namespace {

void arm(Runtime& runtime, const std::string& name) {
  runtime.set_timeout(
      [&runtime, name] {
        runtime.log(name);
        runtime.queue_microtask([&runtime, name] {
          runtime.log("  microtask of " + name);
          runtime.next_tick([&runtime, name] { runtime.log("  tick of that microtask"); });
        });
        Promise<void>::resolved(runtime).then(
            [&runtime, name] { runtime.log("  promise of " + name); });
        runtime.next_tick([&runtime, name] { runtime.log("  tick of " + name); });
      },
      1);
}

int run(SampleContext& context) {
  return run_script(context, [&](Runtime& runtime) {
    arm(runtime, "timer 1");
    arm(runtime, "timer 2");
    context.work_ms(2);  // so that both are due in the first timers phase
  });
}

}  // namespace

const Sample microtasks_sample{
    "microtasks",
    "between two timers of one phase come the ticks and then the microtasks of the first; a tick "
    "of a microtask waits for the other microtasks",
    run};

}  // namespace loopscope

// A timer without its ref does not keep the loop alive.
#include "samples/samples.hpp"
#include "samples/script.hpp"

namespace loopscope {
namespace {

int run(SampleContext& context) {
  return run_script(context, [&](Runtime& runtime) {
    runtime.on_exit([&](int) { runtime.log("exit: nobody waited for the hour"); });
    runtime.set_timeout([&] { runtime.log("an hour has passed"); }, 3'600'000, "an hour").unref();
    Timeout second = runtime.set_timeout(
        [&] { runtime.log("20 ms: this one was given its ref back"); }, 20, "20 ms");
    second.unref();
    runtime.set_timeout(
        [&, second]() mutable {
          runtime.log("5 ms: still a ref");
          second.ref();
        },
        5, "5 ms");
  });
}

}  // namespace

const Sample unref_sample{
    "unref",
    "an unref'd timer of an hour does not keep the process alive; one that got its ref back does",
    run};

}  // namespace loopscope

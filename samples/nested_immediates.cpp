// The check phase takes the queue of immediates as it stands; what they add is for the next turn.
#include "samples/samples.hpp"
#include "samples/script.hpp"

namespace loopscope {
namespace {

int run(SampleContext& context) {
  return run_script(context, [&](Runtime& runtime) {
    runtime.set_immediate([&] {
      runtime.log("immediate 1");
      runtime.set_immediate([&] {
        runtime.log("immediate 1.1, in the next turn");
        runtime.set_immediate([&] { runtime.log("immediate 1.1.1, in the turn after that"); });
      });
      runtime.next_tick([&] { runtime.log("tick of immediate 1, in this turn"); });
    });
    runtime.set_immediate([&] {
      runtime.log("immediate 2, in this turn");
      runtime.set_immediate([&] { runtime.log("immediate 2.1, in the next turn"); });
    });
    runtime.set_immediate([&] { runtime.log("immediate 3, in this turn"); });
  });
}

}  // namespace

const Sample nested_immediates_sample{
    "nested-immediates",
    "an immediate queued by an immediate waits for the next turn's check phase", run};

}  // namespace loopscope

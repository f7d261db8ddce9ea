// A tick that queues a tick keeps everything else waiting. An immediate that queues an immediate
// does not.
#include <string>

#include "samples/samples.hpp"
#include "samples/script.hpp"

namespace loopscope {
namespace {

constexpr int rounds = 5;  // without a bound, the loop would never begin

void tick_again(SampleContext& context, Runtime& runtime, int round) {
  context.work_ms(2);
  runtime.log("tick " + std::to_string(round));
  if (round < rounds) runtime.next_tick([&, round] { tick_again(context, runtime, round + 1); });
}

void immediate_again(SampleContext& context, Runtime& runtime, int round) {
  context.work_ms(2);
  runtime.log("immediate " + std::to_string(round));
  if (round < rounds)
    runtime.set_immediate([&, round] { immediate_again(context, runtime, round + 1); });
}

int run(SampleContext& context) {
  return run_script(context, [&](Runtime& runtime) {
    runtime.set_timeout(
        [&] {
          runtime.log("timer of 1 ms: it had to wait for every tick");
          runtime.set_timeout([&] { runtime.log("timer of 1 ms: not for every immediate"); }, 1);
          runtime.set_immediate([&] { immediate_again(context, runtime, 1); });
        },
        1);
    runtime.next_tick([&] { tick_again(context, runtime, 1); });
  });
}

}  // namespace

const Sample starvation_sample{
    "starvation",
    "ticks that queue ticks starve the loop: a 1 ms timer comes 10 ms late; immediates that queue "
    "immediates let it in",
    run};

}  // namespace loopscope

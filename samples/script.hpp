// For the samples that are what `node main.js` is: a main script on a loop with Node's queues.
#pragma once

#include <utility>

#include "core/loop/loop.hpp"
#include "core/runtime/runtime.hpp"
#include "samples/sample.hpp"

namespace loopscope {

/// Runs `main(runtime)` and then the loop until nothing keeps it alive. Returns the exit code.
template <typename Main>
int run_script(SampleContext& context, Main main,
               SourceLocation where = SourceLocation::current()) {
  Loop loop(context.clock(), context.loop_options());
  Runtime runtime(loop, context.runtime_options());
  return runtime.run([&] { main(runtime); }, Runtime::MainKind::script, where);
}

}  // namespace loopscope

// libFuzzer: any bytes as a trace that is loaded into the model. Nothing may crash, hang or grow
// without bound, and the state at a step must not depend on how it was reached.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tests/fuzz/memory_file.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/trace_loader.hpp"

namespace loopscope {
namespace {

void check_links(const Trace& trace) {
  for (std::uint32_t i = 0; i < trace.size(); ++i) {
    const std::uint32_t forward = trace.forward(i);
    const std::uint32_t back = trace.back(i);
    if (forward != no_index && (forward <= i || forward >= trace.size())) std::abort();
    if (back != no_index && back >= i) std::abort();
    static_cast<void>(trace.event(i));
    static_cast<void>(place_of(trace, trace[i]));
  }
}

void check_states(const Trace& trace) {
  LoopState forwards;
  LoopState again;
  for (std::uint32_t step = 0; step <= trace.size(); ++step) {
    if (step > 0) trace.seek(forwards, step - 1, step);
    again.restore(forwards.save(step));
    if (again.save(step).words != forwards.save(step).words) std::abort();
    for (std::size_t queue = 0; queue < LoopState::queue_count; ++queue)
      if (queue_content(trace, forwards, static_cast<Queue>(queue), 1'000'000).size() !=
          forwards.waiting(static_cast<Queue>(queue)))
        std::abort();
    if (step > 300) return;  // the rest is walked, not compared: that is quadratic
  }
}

void check(const std::string& path) {
  TraceLoader loader(path);
  while (loader.fetch()) loader.append();
  loader.trace().finish();
  check_links(loader.trace());
  check_states(loader.trace());
}

}  // namespace
}  // namespace loopscope

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  loopscope::MemoryFile file;
  file.write(reinterpret_cast<const char*>(data), size);
  try {
    loopscope::check(file.path());
  } catch (const loopscope::TraceError&) {
    // What is no trace at all has been refused.
  }
  return 0;
}

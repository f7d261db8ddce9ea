#include "tracer/cli/loaded_trace.hpp"

#include "tracer/cli/terminal.hpp"
#include "tracer/cli/trace_input.hpp"

namespace loopscope {

LoadedTrace::LoadedTrace(const std::string& path, const std::string& what) : loader_(path) {
  Progress progress(what);
  while (loader_.fetch()) {
    loader_.append();
    progress.show(loader_.progress());
  }
  loader_.trace().finish();
  const ProblemPrinter tell(path);
  for (const Trace::Problem& problem : loader_.trace().problems())
    tell(problem.line, problem.reason);
}

}  // namespace loopscope

#include "samples/sample.hpp"

#include <optional>

#include "tracer/record/recorder.hpp"

namespace loopscope {
namespace {

RecorderOptions recorder_options(const Sample& sample, const SampleOptions& options) {
  RecorderOptions result;
  result.header.profile = options.profile == Profile::classic ? "classic" : "modern";
  result.header.process = sample.name;
  result.header.argv = {"loopscope", "sample", std::string(sample.name)};
  return result;
}

}  // namespace

int run_sample(const Sample& sample, const SampleOptions& options) {
  Clock clock = options.virtual_time ? Clock(Clock::Source::virtual_time) : Clock();
  Session session(clock);
  std::optional<Recorder> recorder;
  if (!options.trace.empty())
    recorder.emplace(session, options.trace, recorder_options(sample, options));
  SampleContext context(options, clock, session);
  const int exit_code = sample.run(context);
  if (recorder) recorder->close(exit_code);
  return exit_code;
}

}  // namespace loopscope

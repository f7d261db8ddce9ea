#include "samples/sample.hpp"

#include <iostream>
#include <optional>

#include "tracer/record/recorder.hpp"

namespace loopscope {

void SampleContext::log(Probe& probe, std::string_view line) const {
  out() << line << '\n' << std::flush;
  probe.log(Stream::out, line);
}

void SampleContext::work_ms(std::uint64_t duration_ms) const {
  const std::uint64_t end_ns = clock_.now_ns() + duration_ms * Loop::ns_per_ms;
  if (clock_.is_virtual()) clock_.advance_to_ns(end_ns);
  while (clock_.now_ns() < end_ns) {
  }
}

std::ostream& SampleContext::out() const {
  if (options_.out != nullptr) return *options_.out;
  return options_.trace == "-" || options_.trace == "/dev/stdout" ? std::cerr : std::cout;
}

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
  Clock clock(options.virtual_time ? Clock::Source::virtual_time : Clock::Source::tsc);
  Session session(clock);
  std::optional<Recorder> recorder;
  if (!options.trace.empty())
    recorder.emplace(session, options.trace, recorder_options(sample, options));
  SampleContext context(options, clock, recorder ? &session : nullptr);
  const int exit_code = sample.run(context);
  if (recorder) recorder->close(exit_code);
  return exit_code;
}

}  // namespace loopscope

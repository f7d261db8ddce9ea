#include "tracer/cli/lesson_trace.hpp"

#include <fmt/format.h>

#include <sstream>
#include <system_error>

#include "samples/samples.hpp"
#include "tracer/cli/record_program.hpp"
#include "tracer/format/error.hpp"

namespace loopscope {
namespace {

constexpr std::uint64_t slowest_lesson_ms = 60'000;  // on a machine that has much else to do

void record_sample(const Lesson& lesson, const std::string& trace) {
  const Sample* sample = find_sample(lesson.record->sample);
  if (sample == nullptr || (lesson.record->virtual_time && sample->needs_real_time))
    throw TraceError(fmt::format(
        "{} at /record/sample: there is no sample '{}'{}. `loopscope sample` lists them.",
        lesson.file, lesson.record->sample, sample == nullptr ? "" : " in virtual time"));
  std::ostringstream unseen;
  const SampleOptions options{
      .trace = trace,
      .profile = lesson.record->profile == "classic" ? Profile::classic : Profile::modern,
      .virtual_time = lesson.record->virtual_time,
      .out = &unseen};
  try {
    run_sample(*sample, options);
  } catch (const std::system_error& error) {
    throw TraceError(fmt::format("cannot record the sample '{}': {}", sample->name, error.what()));
  }
}

}  // namespace

void record_lesson(const Lesson& lesson, const std::string& trace) {
  if (!lesson.record->sample.empty()) return record_sample(lesson, trace);
  record_program({.file = lesson.path_of(lesson.record->run),
                  .profile = lesson.record->profile,
                  .virtual_time = lesson.record->virtual_time,
                  .timeout_ms = slowest_lesson_ms},
                 trace);
}

std::unique_ptr<LoadedTrace> load_lesson_trace(const Lesson& lesson, bool anew) {
  const std::string kept = lesson.kept_trace();
  if (!kept.empty() && !(anew && lesson.record))
    return std::make_unique<LoadedTrace>(kept, "Loading");
  const TemporaryFolder folder;
  record_lesson(lesson, folder / "trace.jsonl");
  return std::make_unique<LoadedTrace>(folder / "trace.jsonl", "Loading");
}

}  // namespace loopscope

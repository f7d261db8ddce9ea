// The trace of a lesson: the one beside it, or one that is recorded for it.
#pragma once

#include <memory>
#include <string>

#include "tracer/cli/loaded_trace.hpp"
#include "tracer/lesson/lesson.hpp"

namespace loopscope {

/// Records what the lesson is about into `trace`; nobody sees what it prints. The lesson has a
/// `record`. Throws TraceError.
void record_lesson(const Lesson& lesson, const std::string& trace);

/// The lesson's trace, or, where that is not there or all is wanted `anew`, a recording that goes
/// away again. Throws TraceError.
[[nodiscard]] std::unique_ptr<LoadedTrace> load_lesson_trace(const Lesson& lesson, bool anew);

}  // namespace loopscope

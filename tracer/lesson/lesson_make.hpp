// A first draft of a lesson, made from a trace for a teacher to edit.
#pragma once

#include <cstddef>

#include "tracer/explain/why.hpp"
#include "tracer/lesson/lesson.hpp"

namespace loopscope {

/// At most `max_stops` stops: one at each line of output, and where there is none, one at each
/// callback. A note says why it came behind the one before; a question asks for the next line,
/// where the rules decide it. All that it says is true of this trace. Where there is nothing to
/// stop at, `stops` is empty.
[[nodiscard]] Lesson draft_lesson(Explainer& explainer, std::size_t max_stops);

}  // namespace loopscope

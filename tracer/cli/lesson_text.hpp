// What a lesson prints while it is played.
#pragma once

#include <cstdint>
#include <string>

#include "tracer/cli/quiz_text.hpp"
#include "tracer/lesson/lesson_play.hpp"

namespace loopscope {

/// Title, what it is about, and the program.
[[nodiscard]] std::string lesson_head(const Lesson& lesson, const Trace& trace,
                                      const TeachingStyle& style);
/// What runs and what waits at a step, a line for each queue that is not empty.
[[nodiscard]] std::string lesson_queues(const Trace& trace, std::uint32_t step,
                                        const TeachingStyle& style);
/// A stop's number, its note, and the queues.
[[nodiscard]] std::string lesson_stop(const Lesson& lesson, std::size_t number, const Trace& trace,
                                      std::uint32_t step, const TeachingStyle& style);

}  // namespace loopscope

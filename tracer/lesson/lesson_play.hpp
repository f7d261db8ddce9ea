// A lesson beside its trace: where its moments are, what its questions ask, and whether all that it
// says is true.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tracer/lesson/lesson.hpp"
#include "tracer/lesson/quiz.hpp"

namespace loopscope {

/// A question with what the trace adds to it.
struct LessonAsk {
  std::string ask;
  std::vector<QuizChoice> choices;  // empty: the answer is typed
};

/// An answer that is not empty, to a question with choices, of which it is none.
[[nodiscard]] bool is_no_choice(const LessonAsk& asked, std::string_view answer);

/// One thread; the explainer and its trace outlive it. Each function throws TraceError, with the
/// place in the lesson, where the trace has no such moment.
class LessonPlay {
 public:
  LessonPlay(const Lesson& lesson, Explainer& explainer) : lesson_(lesson), explainer_(explainer) {}

  /// How many events have happened at a moment.
  [[nodiscard]] std::uint32_t step_of(const LessonMoment& moment);
  [[nodiscard]] LessonAsk ask(const LessonQuestion& question, std::uint32_t step);
  /// Marks an answer: a choice's label, or the answer itself.
  [[nodiscard]] QuizReply mark(const LessonQuestion& question, std::uint32_t step,
                               const std::string& answer);
  /// What the trace says to a question; the lesson's own word for a `choice`.
  [[nodiscard]] std::string truth(const LessonQuestion& question, std::uint32_t step);
  /// What the lesson says and the trace does not: a sentence each with its place.
  [[nodiscard]] std::vector<std::string> faults();

 private:
  [[noreturn]] void fail(const std::string& where, const std::string& sentence) const;
  [[nodiscard]] std::uint32_t event_of(const LessonMoment& moment);
  [[nodiscard]] Moment meant(const LessonQuestion& question, std::size_t which);
  [[nodiscard]] Why compare(const LessonQuestion& question);
  [[nodiscard]] Quiz quiz_at(std::uint32_t step);
  [[nodiscard]] std::string phase_of(const Moment& moment);
  [[nodiscard]] std::string what_keeps_alive(const LessonQuestion& question, std::uint32_t step);
  [[nodiscard]] std::vector<std::string> choices_of(const LessonQuestion& question,
                                                    std::uint32_t step);
  void check(const LessonStop& stop, std::vector<std::string>& faults);

  const Lesson& lesson_;
  Explainer& explainer_;
};

}  // namespace loopscope

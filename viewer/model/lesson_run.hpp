// A lesson that is played beside its trace: what it is about, stop after stop, and the end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tracer/lesson/lesson_play.hpp"
#include "viewer/model/asked_question.hpp"

namespace loopscope::viewer {

/// Its pages: 0 says what it is about, 1 to stops() are the stops, the last one is the end. The
/// trace outlives it and must not grow. One thread.
class LessonRun {
 public:
  LessonRun(Lesson lesson, const Trace& trace);
  LessonRun(const LessonRun&) = delete;
  LessonRun& operator=(const LessonRun&) = delete;

  [[nodiscard]] const Lesson& lesson() const noexcept { return lesson_; }
  [[nodiscard]] std::size_t stops() const noexcept { return lesson_.stops.size(); }
  [[nodiscard]] std::size_t page() const noexcept { return page_; }
  [[nodiscard]] bool at_end() const noexcept { return page_ == stops() + 1; }
  /// The stop of this page; nullptr on the first and the last.
  [[nodiscard]] const LessonStop* stop() const noexcept;
  /// Where the cursor stands on this page.
  [[nodiscard]] std::uint32_t step() const noexcept { return step_; }
  /// What the lesson says and the trace does not hold, of this page; "" for all is well.
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
  /// Pages beyond the last are the last.
  void go(std::size_t page);

  /// Of this page. They come one after the other: those behind an open one are not there yet.
  [[nodiscard]] const std::vector<AskedQuestion>& questions() const noexcept;
  /// Something is asked, so that nothing behind the cursor may be seen.
  [[nodiscard]] bool asks() const noexcept;
  /// What is asked is what waits at the cursor, or what keeps the loop alive there.
  [[nodiscard]] bool asks_of_queues() const noexcept;
  /// Answers the open one. False where the answer is none of its choices: it is then not counted.
  /// An empty answer gives up.
  bool answer(std::string_view text);

  [[nodiscard]] const QuizScore& score() const noexcept { return score_; }
  [[nodiscard]] std::size_t all_questions() const noexcept;

  /// The events that the timeline shows; nothing where the lesson does not say.
  struct Shown {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
  };
  [[nodiscard]] std::optional<Shown> shown() const noexcept { return shown_; }

 private:
  void find_shown();
  void ask_next();
  [[nodiscard]] std::uint32_t step_of(const LessonMoment& moment);

  Lesson lesson_;
  const Trace& trace_;
  Explainer explainer_;
  LessonPlay play_;
  std::size_t page_ = 0;
  std::uint32_t step_ = 0;
  std::string problem_;
  std::vector<std::vector<AskedQuestion>> asked_;  // by stop
  QuizScore score_;
  std::optional<Shown> shown_;
};

}  // namespace loopscope::viewer

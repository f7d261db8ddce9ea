// Lesson and quiz on the session that is shown: where they put the cursor, and what they hide.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "viewer/model/lesson_run.hpp"
#include "viewer/model/quiz_run.hpp"
#include "viewer/model/session.hpp"

namespace loopscope::viewer {

/// As long as something is asked, the session shows nothing behind the cursor's place. A quiz may
/// be held within a lesson; then the lesson waits. The session outlives it.
class Teaching {
 public:
  explicit Teaching(Session& session) : session_(session) {}

  void open(Lesson lesson);
  /// From the cursor on. Returns a sentence where there is nothing to ask; "" else.
  [[nodiscard]] std::string begin_quiz();
  /// Null where there is none.
  [[nodiscard]] const LessonRun* lesson() const noexcept { return lesson_.get(); }
  [[nodiscard]] const QuizRun* quiz() const noexcept { return quiz_.get(); }
  [[nodiscard]] bool any() const noexcept { return lesson_ != nullptr || quiz_ != nullptr; }

  /// Answers what is asked. False where the answer cannot be meant: it is then not counted.
  bool answer(std::string_view text);
  /// The quiz's next question; the lesson's next page, or the one before.
  void next();
  void previous();
  /// Ends the quiz, else the lesson. All can be seen again.
  void leave();

 private:
  void show_quiz();
  void show_page();
  void hide_answer();

  Session& session_;
  std::unique_ptr<LessonRun> lesson_;
  std::unique_ptr<QuizRun> quiz_;
};

}  // namespace loopscope::viewer

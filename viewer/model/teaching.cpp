#include "viewer/model/teaching.hpp"

namespace loopscope::viewer {

void Teaching::open(Lesson lesson) {
  quiz_.reset();
  lesson_ = std::make_unique<LessonRun>(std::move(lesson), session_.trace());
  show_page();
}

std::string Teaching::begin_quiz() {
  auto quiz = std::make_unique<QuizRun>(session_.trace(), session_.step());
  if (std::string reason = quiz->nothing_to_ask(); !reason.empty()) return reason;
  quiz_ = std::move(quiz);
  show_quiz();
  return {};
}

bool Teaching::answer(std::string_view text) {
  if (quiz_ != nullptr) {
    const bool taken = quiz_->answer(text);
    if (taken) show_quiz();
    return taken;
  }
  if (lesson_ == nullptr || !lesson_->answer(text)) return false;
  hide_answer();
  return true;
}

void Teaching::next() {
  if (quiz_ != nullptr) {
    quiz_->next();
    return show_quiz();
  }
  if (lesson_ == nullptr) return;
  lesson_->go(lesson_->page() + 1);
  show_page();
}

void Teaching::previous() {
  if (quiz_ != nullptr || lesson_ == nullptr || lesson_->page() == 0) return;
  lesson_->go(lesson_->page() - 1);
  show_page();
}

void Teaching::leave() {
  session_.hide_after(std::nullopt);
  if (quiz_ != nullptr) {
    quiz_.reset();
    if (lesson_ != nullptr) show_page();
  } else {
    lesson_.reset();
  }
}

// The cursor stands at the line that was told.
void Teaching::show_quiz() {
  const bool ended = quiz_->state() == QuizRun::State::ended;
  session_.playing = false;
  session_.hide_after(ended ? std::nullopt : std::optional(quiz_->step()));
  if (!ended) session_.go_to(quiz_->step());
}

void Teaching::show_page() {
  session_.playing = false;
  session_.hide_after(std::nullopt);
  session_.show(lesson_->lesson().view.axis == "time" ? Axis::time : Axis::order);
  if (const auto shown = lesson_->shown()) session_.show_steps(shown->from, shown->to);
  session_.select(no_index);
  session_.go_to(lesson_->step());
  hide_answer();
}

void Teaching::hide_answer() {
  session_.hide_after(lesson_->asks() ? std::optional(lesson_->step()) : std::nullopt);
  if (lesson_->asks_of_queues()) session_.hide_queues();
}

}  // namespace loopscope::viewer

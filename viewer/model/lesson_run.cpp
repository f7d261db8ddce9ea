#include "viewer/model/lesson_run.hpp"

#include <algorithm>

#include "tracer/format/error.hpp"

namespace loopscope::viewer {

LessonRun::LessonRun(Lesson lesson, const Trace& trace)
    : lesson_(std::move(lesson)),
      trace_(trace),
      explainer_(trace),
      play_(lesson_, explainer_),
      asked_(lesson_.stops.size()) {
  find_shown();
  go(0);
}

// What is not in the trace is told on the page that needs it; here the whole run is shown then.
void LessonRun::find_shown() {
  const LessonView& view = lesson_.view;
  try {
    Shown shown{0, trace_.size()};
    if (view.from) shown.from = play_.step_of(*view.from);
    if (view.to) shown.to = play_.step_of(*view.to);
    if ((view.from || view.to) && shown.from < shown.to) shown_ = shown;
  } catch (const TraceError& error) {
    problem_ = error.what();
  }
}

const LessonStop* LessonRun::stop() const noexcept {
  return page_ == 0 || at_end() ? nullptr : &lesson_.stops[page_ - 1];
}

std::uint32_t LessonRun::step_of(const LessonMoment& moment) {
  try {
    return play_.step_of(moment);
  } catch (const TraceError& error) {
    problem_ = error.what();
  }
  return step_;
}

void LessonRun::go(std::size_t page) {
  if (page != page_) problem_.clear();
  page_ = std::min(page, stops() + 1);
  if (page_ == 0) step_ = shown_ ? shown_->from : 0;
  if (at_end()) step_ = trace_.size();
  if (stop() == nullptr) return;
  step_ = step_of(stop()->at);
  if (asked_[page_ - 1].empty()) ask_next();
}

void LessonRun::ask_next() {
  std::vector<AskedQuestion>& asked = asked_[page_ - 1];
  if (!problem_.empty() || asked.size() == stop()->questions.size()) return;
  const LessonQuestion& question = stop()->questions[asked.size()];
  try {
    LessonAsk ask = play_.ask(question, step_);
    asked.push_back({.ask = std::move(ask.ask),
                     .choices = std::move(ask.choices),
                     .is = question.kind == LessonQuestion::Kind::next_line ? "the next line is"
                                                                            : "the answer is",
                     .because = question.because});
  } catch (const TraceError& error) {
    problem_ = error.what();
  }
}

const std::vector<AskedQuestion>& LessonRun::questions() const noexcept {
  static const std::vector<AskedQuestion> none;
  return stop() == nullptr ? none : asked_[page_ - 1];
}

bool LessonRun::asks() const noexcept {
  return !questions().empty() && !questions().back().reply;
}

bool LessonRun::asks_of_queues() const noexcept {
  if (!asks()) return false;
  const LessonQuestion::Kind kind = stop()->questions[questions().size() - 1].kind;
  return kind == LessonQuestion::Kind::waiting || kind == LessonQuestion::Kind::alive;
}

bool LessonRun::answer(std::string_view text) {
  if (!asks()) return false;
  AskedQuestion& asked = asked_[page_ - 1].back();
  if (is_no_choice({asked.ask, asked.choices}, text)) return false;
  const LessonQuestion& question = stop()->questions[asked_[page_ - 1].size() - 1];
  try {
    QuizReply reply = play_.mark(question, step_, std::string(text));
    count(reply, score_);
    asked.reply = std::move(reply);
  } catch (const TraceError& error) {
    problem_ = error.what();
    asked_[page_ - 1].pop_back();
    return true;
  }
  ask_next();
  return true;
}

std::size_t LessonRun::all_questions() const noexcept {
  std::size_t all = 0;
  for (const LessonStop& stop : lesson_.stops) all += stop.questions.size();
  return all;
}

}  // namespace loopscope::viewer

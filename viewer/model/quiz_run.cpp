#include "viewer/model/quiz_run.hpp"

namespace loopscope::viewer {

QuizRun::QuizRun(const Trace& trace, std::uint32_t step)
    : trace_(trace), explainer_(trace), quiz_(explainer_, {}), skipped_(0), step_(step) {
  quiz_.skip_to(step);
  skipped_ = quiz_.at();
  if (nothing_to_ask().empty()) ask();
}

std::string QuizRun::nothing_to_ask() const {
  if (const std::string reason = quiz_.nothing_to_ask(); !reason.empty())
    return "There is nothing to ask: " + reason;
  if (number_ == 0 && quiz_.ended())
    return "There is nothing to ask: at most one line of output comes after the cursor. Move it "
           "back (Home moves it to the start), and begin again.";
  return {};
}

void QuizRun::ask() {
  ++number_;
  question_ = {
      .ask = "Which line is printed next?", .choices = quiz_.choices(), .is = "the next line is"};
  asides_ = quiz_.asides();
  state_ = State::asks;
}

bool QuizRun::answer(std::string_view text) {
  if (state_ != State::asks) return false;
  QuizReply reply = quiz_.mark(text);
  if (reply.mark == QuizMark::unknown) return false;
  step_ = quiz_.event() + 1;
  quiz_.take(reply);
  question_.reply = std::move(reply);
  state_ = State::told;
  return true;
}

void QuizRun::next() {
  if (state_ != State::told) return;
  if (!quiz_.ended()) return ask();
  state_ = State::ended;
  step_ = trace_.size();
}

}  // namespace loopscope::viewer

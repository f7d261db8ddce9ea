#include "tracer/lesson/reply_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace loopscope {
namespace {

constexpr std::size_t max_reasons = 2;

void explain(const Why& why, ReplyWords& words) {
  words.sentences.push_back(why.sentence);
  for (std::size_t i = 0; i < std::min(why.steps.size(), max_reasons); ++i)
    words.sentences.push_back(why.steps[i].text);
  if (!why.flip.empty()) words.sentences.push_back(why.flip);
  if (!why.unknown.empty()) words.sentences.push_back(why.unknown);
  words.verdict = verdict_line(why);
}

void explain_miss(const QuizReply& reply, ReplyWords& words) {
  if (reply.why) return explain(*reply.why, words);
  if (reply.mark == QuizMark::unknown)
    words.sentences.emplace_back("What you wrote is no line that is still to come.");
  if (!reply.wait.empty()) words.sentences.push_back(reply.wait);
}

}  // namespace

ReplyWords words_of(const QuizReply& reply, std::string_view is) {
  ReplyWords words;
  switch (reply.mark) {
    case QuizMark::right:
      words = {"✓", "right", {}, {}};
      if (reply.why) explain(*reply.why, words);
      return words;
    case QuizMark::either:
      words = {"≈", "this time it was", {}, {}};
      words.sentences.emplace_back(
          "Your answer is possible too: these two race, so another run may have it. It counts "
          "neither as right nor as missed.");
      if (reply.why) words.sentences.push_back(reply.why->flip);
      return words;
    case QuizMark::unknown:
    case QuizMark::missed:
      break;
  }
  words = {"✗", std::string(is), {}, {}};
  explain_miss(reply, words);
  return words;
}

std::string score_rest(const QuizScore& score, std::size_t unanswered) {
  std::string text;
  if (score.either > 0)
    text = fmt::format("{} left open, because two things race there.", score.either);
  if (unanswered > 0)
    text += fmt::format("{}{} not answered.", text.empty() ? "" : " ", unanswered);
  return text;
}

}  // namespace loopscope

// What is said about an answer: plain English, one idea a sentence. The command line prints it, the
// viewer shows it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tracer/lesson/quiz.hpp"

namespace loopscope {

struct ReplyWords {
  std::string_view sign;  // "✓"
  std::string head;       // "right", "the next line is": the line that came stands behind it
  std::vector<std::string> sentences;
  std::string verdict;  // whether it is always so; "" where that is not the point
};

/// `is`: "the next line is".
[[nodiscard]] ReplyWords words_of(const QuizReply& reply, std::string_view is);

/// "1 left open, because two things race there. 2 not answered.": what "4 of 5 right." leaves out.
[[nodiscard]] std::string score_rest(const QuizScore& score, std::size_t unanswered);

}  // namespace loopscope

// What a quiz prints: plain English, one idea a sentence.
#pragma once

#include <string>
#include <vector>

#include "tracer/lesson/program_text.hpp"
#include "tracer/lesson/quiz.hpp"

namespace loopscope {

/// Of a teaching terminal: bold for what counts, faint for what stands beside, green and red for
/// right and missed, never without a sign or a word that says the same. All "" without colours.
class TeachingStyle {
 public:
  explicit TeachingStyle(bool colour) : colour_(colour) {}

  [[nodiscard]] std::string bold(std::string_view text) const { return in("1", text); }
  [[nodiscard]] std::string faint(std::string_view text) const { return in("2", text); }
  [[nodiscard]] std::string good(std::string_view text) const { return in("32", text); }
  [[nodiscard]] std::string bad(std::string_view text) const { return in("31", text); }
  [[nodiscard]] std::string open(std::string_view text) const { return in("33", text); }

 private:
  [[nodiscard]] std::string in(std::string_view code, std::string_view text) const;

  bool colour_;
};

/// With line numbers; of long programs the first 120 lines.
[[nodiscard]] std::string program_text_shown(const std::vector<ProgramText>& texts,
                                             const TeachingStyle& style);
[[nodiscard]] std::string choices_text(const std::vector<QuizChoice>& choices,
                                       const TeachingStyle& style);
/// Right or not, with a rule or two in sentences, indented by four. `is`: "the next line is".
[[nodiscard]] std::string reply_text(const QuizReply& reply, const std::string& is,
                                     const TeachingStyle& style);
/// "4 of 5 right." and what to do next.
[[nodiscard]] std::string score_text(const QuizScore& score, std::size_t unanswered,
                                     const TeachingStyle& style);

}  // namespace loopscope

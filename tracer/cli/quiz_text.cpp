#include "tracer/cli/quiz_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tracer/cli/terminal.hpp"
#include "tracer/cli/wrapped.hpp"
#include "tracer/lesson/reply_words.hpp"

namespace loopscope {
namespace {

constexpr std::size_t max_program_lines = 120;

}  // namespace

std::string TeachingStyle::in(std::string_view code, std::string_view text) const {
  return colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

std::string program_text_shown(const std::vector<ProgramText>& texts, const TeachingStyle& style) {
  std::string shown;
  std::size_t room = max_program_lines;
  for (const ProgramText& text : texts) {
    if (room == 0) break;
    shown += fmt::format("{}\n", style.faint(printable(text.file)));
    const std::size_t count = std::min(room, text.lines.size());
    for (std::size_t i = 0; i < count; ++i)
      shown += fmt::format("{}  {}\n", style.faint(fmt::format("{:>4}", i + 1)),
                           printable(text.lines[i]));
    if (count < text.lines.size())
      shown += fmt::format(
          "      {}\n", style.faint(fmt::format("… and {} more lines", text.lines.size() - count)));
    room -= count;
  }
  return shown;
}

std::string choices_text(const std::vector<QuizChoice>& choices, const TeachingStyle& style) {
  std::string text;
  for (const QuizChoice& choice : choices) {
    text += fmt::format("  {}  {}", style.bold(choice.label.empty() ? "·" : choice.label),
                        printable(choice.line));
    if (choice.times > 1) text += style.faint(fmt::format("   ({} times)", choice.times));
    text += '\n';
  }
  return text;
}

std::string reply_text(const QuizReply& reply, const std::string& is, const TeachingStyle& style) {
  const ReplyWords words = words_of(reply, is);
  const std::string head = fmt::format("{} {}:", words.sign, words.head);
  std::string text = fmt::format("  {} {}\n",
                                 reply.mark == QuizMark::right    ? style.good(head)
                                 : reply.mark == QuizMark::either ? style.open(head)
                                                                  : style.bad(head),
                                 printable(reply.line));
  for (const std::string& sentence : words.sentences) text += wrapped(sentence, 4);
  return words.verdict.empty() ? text : text + style.faint(wrapped(words.verdict, 4));
}

std::string score_text(const QuizScore& score, std::size_t unanswered, const TeachingStyle& style) {
  const std::string rest = score_rest(score, unanswered);
  return style.bold(fmt::format("{} of {} right.", score.right, score.asked)) +
         (rest.empty() ? "" : " ") + rest + '\n';
}

}  // namespace loopscope

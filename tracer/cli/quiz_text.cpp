#include "tracer/cli/quiz_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tracer/cli/terminal.hpp"
#include "tracer/cli/why_report.hpp"
#include "tracer/cli/wrapped.hpp"

namespace loopscope {
namespace {

constexpr std::size_t max_program_lines = 120;
constexpr std::size_t max_reasons = 2;

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

std::string reason_text(const Why& why, const TeachingStyle& style) {
  std::string text = wrapped(why.sentence, 4);
  for (std::size_t i = 0; i < std::min(why.steps.size(), max_reasons); ++i)
    text += wrapped(why.steps[i].text, 4);
  if (!why.flip.empty()) text += wrapped(why.flip, 4);
  if (!why.unknown.empty()) text += wrapped(why.unknown, 4);
  return text + style.faint(wrapped(verdict_line(why), 4));
}

std::string reply_text(const QuizReply& reply, const std::string& is, const TeachingStyle& style) {
  const std::string line = printable(reply.line);
  switch (reply.mark) {
    case QuizMark::right:
      return fmt::format("  {} {}\n", style.good("✓ right:"), line) +
             (reply.why ? reason_text(*reply.why, style) : std::string());
    case QuizMark::either:
      return fmt::format("  {} {}\n", style.open("≈ this time it was:"), line) +
             wrapped(
                 "Your answer is possible too: these two race, so another run may have it. It "
                 "counts neither as right nor as missed.",
                 4) +
             (reply.why ? wrapped(reply.why->flip, 4) : std::string());
    case QuizMark::unknown:
    case QuizMark::missed:
      break;
  }
  std::string text = fmt::format("  {} {}\n", style.bad(fmt::format("✗ {}:", is)), line);
  if (reply.why) return text + reason_text(*reply.why, style);
  if (reply.mark == QuizMark::unknown)
    text += wrapped("What you wrote is no line that is still to come.", 4);
  return reply.wait.empty() ? text : text + wrapped(reply.wait, 4);
}

std::string score_text(const QuizScore& score, std::size_t unanswered, const TeachingStyle& style) {
  std::string text = style.bold(fmt::format("{} of {} right.", score.right, score.asked));
  if (score.either > 0)
    text += fmt::format(" {} left open, because two things race there.", score.either);
  if (unanswered > 0) text += fmt::format(" {} not answered.", unanswered);
  return text + '\n';
}

}  // namespace loopscope

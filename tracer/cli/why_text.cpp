#include <fmt/format.h>

#include "tracer/cli/terminal.hpp"
#include "tracer/cli/why_report.hpp"
#include "tracer/cli/wrapped.hpp"

namespace loopscope {
namespace {

class WhyText {
 public:
  explicit WhyText(bool colour) : colour_(colour) {}

  std::string all(const std::vector<AnswerLine>& lines) {
    std::string text;
    for (const AnswerLine& line : lines) {
      // The moments stand apart from what is said about them.
      const bool in_block = last_ == AnswerPart::moment || last_ == AnswerPart::fact;
      if (line.part == AnswerPart::moment && !in_block) text += '\n';
      text += one(line);
      last_ = line.part;
    }
    return text;
  }

 private:
  std::string one(const AnswerLine& line) {
    switch (line.part) {
      case AnswerPart::sentence:
        return bold(printable(line.text)) + "\n";
      case AnswerPart::verdict:
        return wrapped(line.text, 0);
      case AnswerPart::moment:
        return fmt::format("  {}\n", printable(line.text));
      case AnswerPart::fact:
        return fmt::format("      {:<6}  {}\n", line.label, printable(line.text));
      case AnswerPart::common:
        return fmt::format("  {} {}\n", line.label, printable(line.text));
      case AnswerPart::heading:
        return fmt::format("\n{}\n", bold(line.label)) + below(line.text, 2);
      case AnswerPart::rule:
        return fmt::format("  {}. {}\n", ++rules_, line.label) + below(line.text, 5);
      case AnswerPart::share:
        return fmt::format("  {:>9}  {}\n", line.label, printable(line.text));
      case AnswerPart::note:
        break;
    }
    return fmt::format("\n{}", wrapped(line.text, 2));
  }
  static std::string below(const std::string& text, std::size_t indent) {
    return text.empty() ? std::string() : wrapped(text, indent);
  }
  std::string bold(std::string_view text) const {
    return colour_ ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
  }

  bool colour_;
  int rules_ = 0;
  AnswerPart last_ = AnswerPart::note;
};

}  // namespace

std::string why_text(const Why& why, bool colour) {
  return WhyText(colour).all(answer_lines(why));
}

std::string why_details(const Why& why, bool colour, std::size_t indent) {
  std::vector<AnswerLine> lines = answer_lines(why);
  lines.erase(lines.begin());  // the sentence
  const std::string details = WhyText(colour).all(lines);
  std::string text;
  for (std::size_t begin = 0; begin < details.size();) {
    const std::size_t end = details.find('\n', begin) + 1;
    if (end > begin + 1) text.append(indent, ' ');
    text.append(details, begin, end - begin);
    begin = end;
  }
  return text;
}

std::string wait_text(const TaskWait& wait, bool colour) {
  return WhyText(colour).all(answer_lines(wait));
}

}  // namespace loopscope

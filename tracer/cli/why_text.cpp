#include <fmt/format.h>

#include "tracer/cli/terminal.hpp"
#include "tracer/cli/why_report.hpp"
#include "tracer/cli/wrapped.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

class WhyText {
 public:
  explicit WhyText(bool colour) : colour_(colour) {}

  std::string all(const Why& why) const {
    return fmt::format("{}\n", bold(printable(why.sentence))) + details(why);
  }
  std::string details(const Why& why) const {
    std::string text = wrapped(verdict_line(why), 0) + "\n";
    text += moment(why.first) + moment(why.then);
    if (!why.common_label.empty() && why.verdict != Verdict::causal)
      text += fmt::format("  {:<14} {}\n", "both go back to", printable(why.common_label));
    if (!why.steps.empty()) text += heading("Why");
    for (std::size_t i = 0; i < why.steps.size(); ++i)
      text += fmt::format("  {}. {}\n", i + 1, id_of(why.steps[i].order.rule)) +
              wrapped(why.steps[i].text, 5);
    if (!why.flip.empty()) text += heading("What would flip it") + wrapped(why.flip, 2);
    if (!why.unknown.empty()) text += fmt::format("\n{}", wrapped(why.unknown, 2));
    if (!why.caution.empty()) text += fmt::format("\n{}", wrapped(why.caution, 2));
    return text;
  }
  std::string all(const TaskWait& wait) const {
    std::string text = fmt::format("{}\n\n", bold(printable(wait.sentence)));
    text += moment(wait.moment);
    if (!wait.parts.empty()) text += heading("What it waited for");
    for (const WaitPart& part : wait.parts)
      text += fmt::format("  {:>9}  {}\n", duration_text(part.ns), printable(part.text));
    if (!wait.then.empty()) text += heading("Why then") + wrapped(wait.then, 2);
    return text;
  }

 private:
  std::string bold(std::string_view text) const {
    return colour_ ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
  }
  std::string heading(std::string_view text) const { return fmt::format("\n{}\n", bold(text)); }
  std::string moment(const MomentFacts& facts) const {
    std::string text = fmt::format("  {}", printable(facts.label));
    if (facts.label != facts.task && !facts.task.empty())
      text += fmt::format(" in {}", printable(facts.task));
    if (facts.queued_ns != TraceEvent::no_time) {
      text += fmt::format("\n      queued  {}", moment_text(facts.queued_ns));
      if (!facts.queued_by.empty()) text += fmt::format(" by {}", printable(facts.queued_by));
      if (!facts.place.empty()) text += fmt::format(" at {}", printable(facts.place));
      if (!facts.phase.empty()) text += fmt::format(", for {}", for_text(facts));
    }
    if (facts.began_ns != TraceEvent::no_time) {
      text += fmt::format("\n      began   {}", moment_text(facts.began_ns));
      if (facts.turn >= 0) text += fmt::format(", in turn {}", facts.turn);
      text += fmt::format(", step {}", facts.moment.run + 1);
    }
    return text + "\n";
  }
  static std::string for_text(const MomentFacts& facts) {
    if (facts.phase == "drain") return "the drain after the callback";
    if (facts.due_ns == TraceEvent::no_time) return fmt::format("the {} phase", facts.phase);
    return fmt::format("the timers phase, due at {}", moment_text(facts.due_ns));
  }

  bool colour_;
};

}  // namespace

std::string why_text(const Why& why, bool colour) {
  return WhyText(colour).all(why);
}

std::string why_details(const Why& why, bool colour, std::size_t indent) {
  const std::string details = WhyText(colour).details(why);
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
  return WhyText(colour).all(wait);
}

}  // namespace loopscope

#include "tracer/explain/answer.hpp"

#include <fmt/format.h>

#include <string_view>

#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

std::string for_text(const MomentFacts& facts) {
  if (facts.phase == "drain") return "the drain after the callback";
  if (facts.due_ns == TraceEvent::no_time) return fmt::format("the {} phase", facts.phase);
  return fmt::format("the timers phase, due at {}", moment_text(facts.due_ns));
}

std::string queued_text(const MomentFacts& facts) {
  std::string text = moment_text(facts.queued_ns);
  if (!facts.queued_by.empty()) text += fmt::format(" by {}", facts.queued_by);
  if (!facts.place.empty()) text += fmt::format(" at {}", facts.place);
  if (!facts.phase.empty()) text += fmt::format(", for {}", for_text(facts));
  return text;
}

std::string began_text(const MomentFacts& facts) {
  std::string text = moment_text(facts.began_ns);
  if (facts.turn >= 0) text += fmt::format(", in turn {}", facts.turn);
  return text + fmt::format(", step {}", facts.moment.run + 1);
}

class Lines {
 public:
  void put(AnswerPart part, std::string label, std::string text, std::uint32_t event = no_index) {
    lines_.push_back(
        {.part = part, .label = std::move(label), .text = std::move(text), .event = event});
  }
  void put_moment(const MomentFacts& facts) {
    const bool inside = facts.label != facts.task && !facts.task.empty();
    put(AnswerPart::moment, "",
        inside ? fmt::format("{} in {}", facts.label, facts.task) : facts.label,
        facts.moment.event);
    if (facts.queued_ns != TraceEvent::no_time)
      put(AnswerPart::fact, "queued", queued_text(facts), facts.queued);
    if (facts.began_ns != TraceEvent::no_time)
      put(AnswerPart::fact, "began", began_text(facts), facts.moment.run);
  }
  void put_rules(const std::vector<WhyStep>& steps) {
    if (!steps.empty()) put(AnswerPart::heading, "Why", "");
    for (const WhyStep& step : steps) {
      put(AnswerPart::rule, std::string(id_of(step.order.rule)), step.text);
      lines_.back().evidence = {{step.first_label, step.order.first},
                                {step.then_label, step.order.then}};
    }
  }
  void put_note(const std::string& text) {
    if (!text.empty()) put(AnswerPart::note, "", text);
  }
  std::vector<AnswerLine> take() { return std::move(lines_); }

 private:
  std::vector<AnswerLine> lines_;
};

}  // namespace

std::vector<AnswerLine> answer_lines(const Why& why) {
  Lines lines;
  lines.put(AnswerPart::sentence, "", why.sentence);
  lines.put(AnswerPart::verdict, std::string(id_of(why.verdict)), verdict_line(why));
  lines.put_moment(why.first);
  lines.put_moment(why.then);
  if (!why.common_label.empty() && why.verdict != Verdict::causal)
    lines.put(AnswerPart::common, "both go back to", why.common_label, why.common);
  lines.put_rules(why.steps);
  if (!why.flip.empty()) lines.put(AnswerPart::heading, "What would flip it", why.flip);
  lines.put_note(why.unknown);
  lines.put_note(why.caution);
  return lines.take();
}

std::vector<AnswerLine> answer_lines(const TaskWait& wait) {
  Lines lines;
  lines.put(AnswerPart::sentence, "", wait.sentence);
  lines.put_moment(wait.moment);
  if (!wait.parts.empty()) lines.put(AnswerPart::heading, "What it waited for", "");
  for (const WaitPart& part : wait.parts)
    lines.put(AnswerPart::share, duration_text(part.ns), part.text);
  if (!wait.then.empty()) lines.put(AnswerPart::heading, "Why then", wait.then);
  return lines.take();
}

}  // namespace loopscope

// An answer as lines: what is said, in which order, and where each line leads. The command line
// sets them for a terminal, the viewer in a panel.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tracer/explain/wait.hpp"

namespace loopscope {

enum class AnswerPart : std::uint8_t {
  sentence,  // says it all
  verdict,
  moment,   // one of the things that were asked about
  fact,     // about the moment before it; `label`: "queued", "began"
  common,   // what both go back to
  heading,  // of the texts, rules and shares behind it
  rule,     // `label`: its id
  share,    // of a wait; `label`: how long
  note,     // what cannot be known, or about the trace as a whole
};

struct AnswerLink {
  std::string label;  // "timeout#2"
  std::uint32_t event = no_index;
};

struct AnswerLine {
  AnswerPart part = AnswerPart::note;
  std::string label = {};
  std::string text = {};           // of a rule and of a heading: the sentences below it; may be ""
  std::uint32_t event = no_index;  // where the line leads
  std::vector<AnswerLink> evidence = {};  // of a rule: the runs that it speaks of
};

[[nodiscard]] std::vector<AnswerLine> answer_lines(const Why& why);
[[nodiscard]] std::vector<AnswerLine> answer_lines(const TaskWait& wait);

}  // namespace loopscope

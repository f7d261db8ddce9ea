// An answer of Why as a column of a panel, line by line, with its evidence to click.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "tracer/explain/answer.hpp"
#include "viewer/model/question.hpp"
#include "viewer/ui/ui.hpp"

namespace loopscope::viewer {

struct WhyPage {
  const Trace& trace;  // that it speaks of
  const std::vector<AnswerLine>& lines;
  std::optional<Verdict> verdict;
  Question lettered = {};  // the moments that are marked A and B
  std::function<void(std::uint32_t)> go =
      nullptr;                   // to an event that was clicked; null: look at it
  std::string_view target = {};  // scripts click its moments as NAME-1 and NAME-2
};

void draw_why(Ui& ui, const WhyPage& page);

}  // namespace loopscope::viewer

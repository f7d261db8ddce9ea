// A question of a lesson or a quiz: its choices, a field for the answer, and what came of it.
#pragma once

#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {

/// The fonts for what a room reads: larger where the panel has room.
struct ReadingFonts {
  ImFont* text;
  ImFont* head;
};
[[nodiscard]] ReadingFonts reading_fonts(const Ui& ui, float width);

/// A question that is open, or was answered. Scripts click "choice-a".
void question_card(Ui& ui, const AskedQuestion& question, TeachingView& view);
/// Where the answer is typed: "answer" for scripts. Below it stands why it was not taken.
void answer_field(Ui& ui, const AskedQuestion& question, TeachingView& view);
[[nodiscard]] float answer_field_height(const Ui& ui);
/// "4 of 5 right." and what that leaves out.
void score_lines(Ui& ui, const QuizScore& score, std::size_t unanswered);

}  // namespace loopscope::viewer

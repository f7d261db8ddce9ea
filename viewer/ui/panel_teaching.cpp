#include <fmt/format.h>

#include <utility>

#include "viewer/ui/question_card.hpp"

namespace loopscope::viewer {
namespace {

/// What is shown: when it is another one, the field is empty again and the text at its begin.
std::string key_of(const Teaching& teaching) {
  if (const QuizRun* quiz = teaching.quiz())
    return fmt::format("quiz {} {}", quiz->number(), static_cast<int>(quiz->state()));
  return fmt::format("lesson {}", teaching.lesson()->page());
}

void follow(const Teaching& teaching, TeachingView& view) {
  std::string key = key_of(teaching);
  if (key == view.seen) return;
  view.seen = std::move(key);
  view.text[0] = '\0';
  view.told.clear();
  view.scroll_up = true;
  view.answered = static_cast<std::size_t>(-1);
  view.focus = teaching.quiz() != nullptr && teaching.quiz()->state() == QuizRun::State::asks;
}

/// One piece for each page or line; those behind are lit.
void draw_progress(Ui& ui, std::size_t done, std::size_t all) {
  constexpr std::size_t most = 60;  // more cannot be told apart
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::Dummy({width, ui.px(6)});
  const std::size_t pieces = std::min(std::max<std::size_t>(all, 1), most);
  const float gap = ui.px(pieces > 20 ? 2 : 4);
  const float wide = (width + gap) / static_cast<float>(pieces) - gap;
  for (std::size_t i = 0; i < pieces; ++i) {
    const float x = at.x + static_cast<float>(i) * (wide + gap);
    const bool lit = i * all < done * pieces;
    ImGui::GetWindowDrawList()->AddRectFilled({x, at.y}, {x + wide, at.y + ui.px(5)},
                                              to_imgui(lit ? ui.palette->accent : ui.palette->line),
                                              ui.px(2));
  }
}

/// "Lesson", where one is in it, and the button that leaves it.
void draw_top(Ui& ui, const char* what, const std::string& where) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float button = text_width(ui.fonts.normal, "Leave") + ui.px(18);
  const float y = at.y + ui.px(5);
  draw_text(ui, ui.fonts.bold, {at.x, y}, ui.palette->accent, what, at.x + width - button);
  draw_text(ui, ui.fonts.normal, {at.x + text_width(ui.fonts.bold, what) + ui.px(12), y},
            ui.palette->dim_text, where, at.x + width - button - ui.px(8));
  ImGui::SetCursorScreenPos({at.x + width - button, at.y});
  command_button(ui, Command::teach_leave, "Leave");
}

/// What scrolls, between the top and what stands at the bottom.
bool begin_body(Ui& ui, TeachingView& view, bool asks, bool buttons) {
  const float below = (asks ? answer_field_height(ui) : 0) +
                      (buttons ? ui.fonts.normal->FontSize + ui.px(18) : 0) + ui.px(6);
  ImGui::Dummy({1, ui.px(2)});
  const bool open = ImGui::BeginChild("body", {0, -below});
  if (std::exchange(view.scroll_up, false)) ImGui::SetScrollY(0);
  return open;
}

void draw_footer(Ui& ui, const char* back, const char* on, bool lit) {
  if (back != nullptr) command_button(ui, Command::teach_previous, back);
  if (on == nullptr) return;
  if (back != nullptr) ImGui::SameLine(0, ui.px(8));
  command_button(ui, Command::teach_next, on, lit);
}

void draw_page(Ui& ui, const LessonRun& run, TeachingView& view) {
  const ReadingFonts fonts = reading_fonts(ui, ImGui::GetContentRegionAvail().x);
  if (!run.problem().empty()) paragraph(ui, run.problem(), ui.palette->warning);
  if (run.page() == 0) {
    paragraph(ui, run.lesson().about, ui.palette->text, fonts.text);
  } else if (run.at_end()) {
    const std::size_t all = run.all_questions();
    if (all == 0)
      paragraph(ui, "The end.", ui.palette->text, fonts.text);
    else
      score_lines(ui, run.score(), all - run.score().asked);
  } else {
    paragraph(ui, run.stop()->note, ui.palette->text, fonts.text);
  }
  ImGui::Dummy({1, ui.px(8)});
  const std::vector<AskedQuestion>& questions = run.questions();
  const auto answered = questions.size() - (run.asks() ? 1 : 0);
  const bool more = std::exchange(view.answered, answered) < answered;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (more && i + 1 == answered) ImGui::SetScrollHereY(0);  // what came of it is seen
    ImGui::PushID(static_cast<int>(i));
    question_card(ui, questions[i], view);
    ImGui::PopID();
  }
}

void draw_lesson(Ui& ui, const LessonRun& run, TeachingView& view) {
  const std::size_t page = run.page();
  const std::size_t stops = run.stops();
  const bool first = page == 0;
  draw_top(ui, "Lesson",
           first          ? fmt::format("{} stops", stops)
           : run.at_end() ? std::string("the end")
                          : fmt::format("{} of {}", page, stops));
  paragraph(ui, run.lesson().title, ui.palette->text, ui.fonts.large);
  draw_progress(ui, std::min(page, stops), stops);
  if (begin_body(ui, view, run.asks(), true)) draw_page(ui, run, view);
  ImGui::EndChild();
  ImGui::Dummy({1, ui.px(1)});
  if (run.asks()) answer_field(ui, run.questions().back(), view);
  draw_footer(ui, first ? nullptr : "Back",
              run.at_end() ? nullptr
              : first      ? "Begin"
                           : "Next",
              !run.asks());
}

void draw_quiz_question(Ui& ui, const QuizRun& run, TeachingView& view) {
  for (const std::string& aside : run.asides())
    paragraph(ui, "standard error: " + aside, ui.palette->dim_text);
  question_card(ui, run.question(), view);
}

void draw_quiz_end(Ui& ui, const QuizRun& run) {
  score_lines(ui, run.score(), 0);
  ImGui::Dummy({1, ui.px(6)});
  if (const auto rest = run.rest(); !rest.empty()) {
    line(ui, "That leaves:", ui.palette->dim_text);
    for (const std::string& each : rest) line(ui, each, ui.palette->text, ui.fonts.mono);
  }
  if (run.left_out() > 0)
    line(ui, fmt::format("{} more lines are not asked.", run.left_out()), ui.palette->dim_text);
}

void draw_quiz(Ui& ui, const QuizRun& run, TeachingView& view) {
  const bool ended = run.state() == QuizRun::State::ended;
  draw_top(ui, "Quiz",
           ended ? std::string("the end")
                 : fmt::format("line {} of {}     {} right so far", run.number(), run.lines(),
                               run.score().right));
  draw_progress(ui, ended ? run.lines() : run.number(), run.lines());
  const bool asks = run.state() == QuizRun::State::asks;
  if (begin_body(ui, view, asks, run.state() == QuizRun::State::told)) {
    if (ended)
      draw_quiz_end(ui, run);
    else
      draw_quiz_question(ui, run, view);
  }
  ImGui::EndChild();
  ImGui::Dummy({1, ui.px(1)});
  if (asks) answer_field(ui, run.question(), view);
  if (run.state() == QuizRun::State::told) draw_footer(ui, nullptr, "Next question", true);
}

}  // namespace

void give_answer(Teaching& teaching, TeachingView& view, const std::string& answer) {
  if (teaching.answer(answer)) {
    view.told.clear();
    view.text[0] = '\0';
    return;
  }
  view.told = teaching.quiz() != nullptr ? "That is no line that is still to come. Try again."
                                         : "That is none of the choices. Try again.";
}

void panel_teaching(Ui& ui, const Area& area, Teaching& teaching, TeachingView& view) {
  if (!begin_panel(ui, "teaching", area, false)) return;
  follow(teaching, view);
  if (teaching.quiz() != nullptr)
    draw_quiz(ui, *teaching.quiz(), view);
  else
    draw_lesson(ui, *teaching.lesson(), view);
  end_panel();
  if (const auto given = std::exchange(view.given, std::nullopt))
    give_answer(teaching, view, *given);
}

}  // namespace loopscope::viewer

#include "viewer/ui/question_card.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace loopscope::viewer {
namespace {

/// How a choice came out; others are not shown any more.
enum class Fate { open, right, wrong, other };

Fate fate_of(const AskedQuestion& question, const QuizChoice& choice) {
  if (!question.reply) return Fate::open;
  if (choice.line == question.reply->line) return Fate::right;
  return choice.line == question.reply->guess ? Fate::wrong : Fate::other;
}

/// Of a choice that was one: what came, what was guessed instead.
struct Look {
  Colour edge;
  Colour text;
  std::string_view sign;
};

Look look_of(const Ui& ui, const AskedQuestion& question, Fate fate) {
  const Palette& palette = *ui.palette;
  if (fate == Fate::right) return {palette.good, palette.text, "✓"};
  if (fate == Fate::open) return {palette.line, palette.text, ""};
  const bool either = question.reply->mark == QuizMark::either;
  return {palette.warning, palette.text, either ? "≈" : "✗"};
}

void draw_label(Ui& ui, ImVec2 at, float tall, const std::string& label, Colour edge) {
  if (label.empty()) return;
  const float side = tall - ui.px(12);
  const ImVec2 from{at.x + ui.px(7), at.y + ui.px(6)};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(from, {from.x + side, from.y + side},
                      to_imgui(mix(ui.palette->panel, edge, 0.6)), ui.px(4));
  draw_text(ui, ui.fonts.bold,
            {from.x + (side - text_width(ui.fonts.bold, label)) / 2,
             from.y + (side - ui.fonts.bold->FontSize) / 2},
            ui.palette->text, label, from.x + side + 1);
}

/// True when it was clicked.
bool draw_choice(Ui& ui, const AskedQuestion& question, const QuizChoice& choice, ImFont* font,
                 float width) {
  const Fate fate = fate_of(question, choice);
  const Look look = look_of(ui, question, fate);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float tall = font->FontSize + ui.px(16);
  const bool clicked = ImGui::InvisibleButton(choice.line.c_str(), {width, tall});
  target(ui, "choice-" + choice.label);
  const bool hovered = fate == Fate::open && ImGui::IsItemHovered();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 to{at.x + width, at.y + tall};
  const Colour ground =
      fate == Fate::open ? ui.palette->raised : mix(ui.palette->panel, look.edge, 0.18);
  list->AddRectFilled(at, to, to_imgui(hovered ? mix(ground, ui.palette->accent, 0.25) : ground),
                      ui.px(6));
  list->AddRect(at, to, to_imgui(hovered ? ui.palette->accent : look.edge), ui.px(6), 0,
                ui.px(fate == Fate::open ? 1 : 2));
  draw_label(ui, at, tall, choice.label, hovered ? ui.palette->accent : look.edge);
  const std::string times = choice.times > 1 ? fmt::format("{} times", choice.times) : "";
  const float side = text_width(ui.fonts.small, times) + (times.empty() ? 0 : ui.px(10));
  const float sign = look.sign.empty() ? 0 : text_width(font, look.sign) + ui.px(10);
  const float left = at.x + (choice.label.empty() ? ui.px(12) : tall + ui.px(4));
  const float right = to.x - ui.px(10) - side - sign;
  draw_text(ui, font, {left, at.y + ui.px(8)}, look.text, choice.line, right);
  draw_text(ui, ui.fonts.small, {to.x - ui.px(10) - side - sign, at.y + ui.px(11)},
            ui.palette->dim_text, times, to.x);
  draw_text(ui, font, {to.x - ui.px(8) - sign, at.y + ui.px(8)}, look.edge, look.sign, to.x);
  if (ImGui::IsItemHovered() && left + text_width(font, choice.line) > right)
    ImGui::SetTooltip("%s", choice.line.c_str());
  return clicked && fate == Fate::open;
}

/// In two columns where there are many and all of them are short.
bool in_columns(const Ui& ui, const AskedQuestion& question, ImFont* font, float column) {
  constexpr std::size_t many = 4;
  if (question.reply || question.choices.size() < many) return false;
  return std::all_of(question.choices.begin(), question.choices.end(),
                     [&](const QuizChoice& choice) {
                       const double beside = choice.times > 1 ? 110 : 60;
                       return text_width(font, choice.line) + ui.px(beside) < column;
                     });
}

/// The line that was clicked, or "".
std::string draw_choices(Ui& ui, const AskedQuestion& question, ImFont* font) {
  const float all = std::max(ImGui::GetContentRegionAvail().x, 1.0F);
  const float gap = ui.px(6);
  const bool columns = in_columns(ui, question, font, (all - gap) / 2);
  std::string chosen;
  std::size_t drawn = 0;
  for (const QuizChoice& choice : question.choices) {
    if (fate_of(question, choice) == Fate::other) continue;
    if (columns && drawn++ % 2 == 1) ImGui::SameLine(0, gap);
    if (draw_choice(ui, question, choice, font, columns ? (all - gap) / 2 : all))
      chosen = choice.line;
  }
  return chosen;
}

Colour colour_of(const Ui& ui, QuizMark mark) {
  if (mark == QuizMark::right) return ui.palette->good;
  return mark == QuizMark::either ? ui.palette->accent : ui.palette->warning;
}

void draw_reply(Ui& ui, const AskedQuestion& question, const ReadingFonts& fonts) {
  const ReplyWords words = question.words();
  const Colour colour = colour_of(ui, question.reply->mark);
  paragraph(ui, fmt::format("{} {}: {}", words.sign, words.head, question.reply->line), colour,
            fonts.head);
  for (const std::string& sentence : words.sentences)
    paragraph(ui, sentence, ui.palette->text, fonts.text);
  if (!words.verdict.empty()) paragraph(ui, words.verdict, ui.palette->dim_text);
  if (!question.because.empty()) paragraph(ui, question.because, ui.palette->text, fonts.text);
}

}  // namespace

ReadingFonts reading_fonts(const Ui& ui, float width) {
  constexpr double wide_px = 600;
  const bool wide = width > ui.px(wide_px);
  return {wide ? ui.fonts.reading_large : ui.fonts.reading, wide ? ui.fonts.large : ui.fonts.bold};
}

void question_card(Ui& ui, const AskedQuestion& question, TeachingView& view) {
  const ReadingFonts fonts = reading_fonts(ui, ImGui::GetContentRegionAvail().x);
  ImGui::PushID(question.ask.c_str());
  paragraph(ui, question.ask, ui.palette->text, fonts.head);
  ImGui::Dummy({1, ui.px(2)});
  std::string chosen = draw_choices(ui, question, fonts.text);
  ImGui::Dummy({1, ui.px(2)});
  if (question.reply) draw_reply(ui, question, fonts);
  ImGui::Dummy({1, ui.px(8)});
  ImGui::PopID();
  if (!chosen.empty()) view.given = std::move(chosen);
}

void answer_field(Ui& ui, const AskedQuestion& question, TeachingView& view) {
  if (std::exchange(view.focus, false)) ImGui::SetKeyboardFocusHere();
  const float button = text_width(ui.fonts.normal, "Show it") + ui.px(18);
  ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - button - ui.px(8));
  const bool entered = ImGui::InputTextWithHint(
      "##answer", question.choices.empty() ? "Type the answer" : "Click one, or type it",
      view.text.data(), view.text.size(), ImGuiInputTextFlags_EnterReturnsTrue);
  target(ui, "answer");
  ImGui::SameLine(0, ui.px(8));
  command_button(ui, Command::teach_give_up, "Show it");
  if (entered && view.text[0] != '\0') {
    view.focus = true;
    view.given = view.text.data();
  }
  if (!view.told.empty())
    line(ui, view.told, ui.palette->warning, ui.fonts.small);
  else
    ImGui::Dummy({1, ui.fonts.small->FontSize});
}

float answer_field_height(const Ui& ui) {
  return ui.fonts.normal->FontSize + ui.fonts.small->FontSize + ui.px(24);
}

void score_lines(Ui& ui, const QuizScore& score, std::size_t unanswered) {
  line(ui, fmt::format("{} of {} right.", score.right, score.asked), ui.palette->text,
       ui.fonts.large);
  const std::string rest = score_rest(score, unanswered);
  if (!rest.empty()) paragraph(ui, rest, ui.palette->dim_text);
}

}  // namespace loopscope::viewer

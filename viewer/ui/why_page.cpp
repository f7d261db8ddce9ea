#include "viewer/ui/why_page.hpp"

#include <algorithm>
#include <string>

#include "viewer/model/words.hpp"
#include "viewer/ui/texts.hpp"

namespace loopscope::viewer {
namespace {

constexpr double label_px = 56;  // "queued", "12.3 ms"

Colour colour_of(const Ui& ui, Verdict verdict) {
  switch (verdict) {
    case Verdict::guaranteed:
      return ui.palette->good;
    case Verdict::causal:
      return ui.palette->accent;
    case Verdict::race:
      return ui.palette->warning;
    case Verdict::unknown:
      break;
  }
  return ui.palette->neutral;
}

class WhyLines {
 public:
  WhyLines(Ui& ui, const WhyPage& page) : ui_(ui), page_(page) {}

  void draw() {
    for (const AnswerLine& line : page_.lines) draw(line);
    gap(ui_, 8);
  }

 private:
  void put(std::string_view text, TextBlock block) {
    if (page_.go) block.go = &page_.go;
    text_block(ui_, text, block);
  }
  void draw(const AnswerLine& line) {
    switch (line.part) {
      case AnswerPart::sentence:
        put(line.text, {.font = ui_.fonts.bold, .colour = ui_.palette->text});
        return gap(ui_, 6);
      case AnswerPart::verdict:
        return draw_verdict(line.text);
      case AnswerPart::moment:
        return draw_moment(line);
      case AnswerPart::fact:
        return draw_labelled(line, line.label);
      case AnswerPart::common:
        gap(ui_, 4);
        return draw_common(line);
      case AnswerPart::heading:
        gap(ui_, 8);
        heading(ui_, line.label);
        put(line.text, {.colour = ui_.palette->text});
        return;
      case AnswerPart::rule:
        return draw_rule(line);
      case AnswerPart::share:
        return draw_labelled(line, line.label);
      case AnswerPart::note:
        break;
    }
    gap(ui_, 6);
    put(line.text, {.colour = ui_.palette->dim_text, .event = line.event});
  }

  /// The word as a pill in the verdict's colour; what it means beside it, or below.
  void draw_verdict(std::string_view text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view word = text.substr(0, colon);
    const std::string_view rest = colon < text.size() ? text.substr(colon + 2) : "";
    const Colour colour = colour_of(ui_, page_.verdict.value_or(Verdict::unknown));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    const ImVec2 size{text_width(ui_.fonts.bold, word) + ui_.px(16),
                      ui_.fonts.bold->FontSize + ui_.px(6)};
    ImGui::Dummy({room, size.y});
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + size.x, at.y + size.y}, to_imgui(colour),
                                              size.y / 2);
    draw_text(ui_, ui_.fonts.bold, {at.x + ui_.px(8), at.y + ui_.px(3)}, text_on(colour), word,
              at.x + size.x);
    const float left = at.x + size.x + ui_.px(9);
    if (left + text_width(ui_.fonts.normal, rest) <= at.x + room)
      draw_text(ui_, ui_.fonts.normal, {left, at.y + ui_.px(3)}, ui_.palette->text, rest,
                at.x + room + 1);
    else
      put(rest, {.colour = ui_.palette->text});
    gap(ui_, 4);
  }

  void draw_moment(const AnswerLine& line) {
    gap(ui_, 7);
    draw_bar(line.event);
    float left = ui_.px(10);
    if (page_.lettered.is_pair()) {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      letter_flag(ui_, ImGui::GetWindowDrawList(), {at.x + left, at.y},
                  line.event == page_.lettered.one ? 'A' : 'B');
      left += flag_width(ui_) + ui_.px(6);
    }
    put(line.text,
        {.font = ui_.fonts.bold, .colour = ui_.palette->text, .left = left, .event = line.event});
    ++moments_;
    if (!page_.target.empty() && ImGui::IsItemVisible())
      target(ui_, std::string(page_.target) + '-' + std::to_string(moments_));
    if (page_.lettered.asked()) target(ui_, line.event == page_.lettered.one ? "why-a" : "why-b");
  }
  /// In the colour of the moment's queue.
  void draw_bar(std::uint32_t event) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Colour colour = box_colour(page_.trace, event, *ui_.palette);
    ImGui::GetWindowDrawList()->AddRectFilled(
        at, {at.x + ui_.px(4), at.y + ui_.fonts.bold->FontSize}, to_imgui(colour), ui_.px(2));
  }
  void draw_labelled(const AnswerLine& line, std::string_view label) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float left = ui_.px(10 + label_px);
    draw_text(ui_, ui_.fonts.normal, {at.x + ui_.px(10), at.y}, ui_.palette->dim_text, label,
              at.x + left - ui_.px(4));
    put(line.text, {.colour = ui_.palette->text, .left = left, .event = line.event});
  }
  void draw_common(const AnswerLine& line) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float left = text_width(ui_.fonts.normal, line.label) + ui_.px(6);
    draw_text(ui_, ui_.fonts.normal, at, ui_.palette->dim_text, line.label, at.x + left);
    put(line.text, {.colour = ui_.palette->text, .left = left, .event = line.event});
  }

  void draw_rule(const AnswerLine& line) {
    const std::string number = std::to_string(++rules_) + ".";
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float left = ui_.px(20);
    draw_text(ui_, ui_.fonts.normal, at, ui_.palette->dim_text, number, at.x + left);
    put(line.label, {.font = ui_.fonts.mono, .colour = ui_.palette->dim_text, .left = left});
    put(line.text, {.colour = ui_.palette->text, .left = left});
    for (std::size_t i = 0; i < line.evidence.size(); ++i) draw_evidence(line.evidence[i], i > 0);
    gap(ui_, 6);
  }
  void draw_evidence(const AnswerLink& link, bool second) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Colour colour = box_colour(page_.trace, link.event, *ui_.palette);
    const float size = ui_.px(9);
    const float top = at.y + (ui_.fonts.small->FontSize - size) / 2 + ui_.px(1);
    ImGui::GetWindowDrawList()->AddRectFilled({at.x + ui_.px(20), top},
                                              {at.x + ui_.px(20) + size, top + size},
                                              to_imgui(colour), ui_.px(2));
    put((second ? "then " : "") + link.label + ", step " + grouped(link.event + 1ULL),
        {.font = ui_.fonts.small,
         .colour = ui_.palette->dim_text,
         .left = ui_.px(20) + size + ui_.px(6),
         .event = link.event});
  }

  Ui& ui_;
  const WhyPage& page_;
  int rules_ = 0;
  int moments_ = 0;
};

}  // namespace

void draw_why(Ui& ui, const WhyPage& page) {
  WhyLines(ui, page).draw();
}

}  // namespace loopscope::viewer

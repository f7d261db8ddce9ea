#include "viewer/ui/texts.hpp"

#include <algorithm>
#include <string>

namespace loopscope::viewer {
namespace {

constexpr double flag_px = 15;

void draw_tab(Ui& ui, const Tab& tab, ImVec2 at, ImVec2 size) {
  ImGui::SetCursorScreenPos(at);
  ImGui::PushID(static_cast<int>(tab.command));
  if (ImGui::InvisibleButton("tab", size)) ui.commands.push_back(tab.command);
  ImGui::PopID();
  target(ui, std::string(info(tab.command).id));
  const bool hovered = ImGui::IsItemHovered();
  const Colour colour = tab.open || hovered ? ui.palette->text : ui.palette->dim_text;
  draw_text(ui, ui.fonts.bold, at, colour, tab.label, at.x + size.x);
  if (!tab.more.empty())
    draw_text(ui, ui.fonts.small,
              {at.x + text_width(ui.fonts.bold, tab.label) + ui.px(6),
               at.y + ui.fonts.bold->FontSize - ui.fonts.small->FontSize},
              ui.palette->dim_text, tab.more, at.x + size.x);
  if (tab.open || hovered)
    ImGui::GetWindowDrawList()->AddRectFilled(
        {at.x, at.y + size.y - ui.px(2)}, {at.x + size.x, at.y + size.y},
        to_imgui(tab.open ? ui.palette->accent : ui.palette->line), ui.px(1));
  if (hovered && !info(tab.command).keys.empty())
    ImGui::SetTooltip("%s   %s", info(tab.command).title.data(), info(tab.command).keys.data());
}

}  // namespace

namespace {

/// What of `text` fits into a line: up to a space, or, of a word that is longer, its first letters.
std::size_t line_end(const ImFont* font, std::string_view text, float width) {
  std::size_t fits = 0;
  for (std::size_t end = 0; end < text.size();) {
    end = std::min(text.find(' ', end + 1), text.size());
    if (text_width(font, text.substr(0, end)) > width) break;
    fits = end;
  }
  if (fits > 0) return fits;
  const char* letters = nullptr;
  static_cast<void>(font->CalcTextSizeA(font->FontSize, width, 0, text.data(),
                                        text.data() + text.size(), &letters));
  return std::max<std::size_t>(1, static_cast<std::size_t>(letters - text.data()));
}

}  // namespace

// ImGui would also break behind a point: "at main.", "js:3".
std::vector<std::string_view> wrapped_lines(const ImFont* font, std::string_view text,
                                            float width) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = line_end(font, text, width);
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
    if (text.starts_with(' ')) text.remove_prefix(1);
  }
  return lines;
}

bool text_block(Ui& ui, std::string_view text, const TextBlock& block) {
  if (text.empty()) return false;
  ImFont* font = block.font == nullptr ? ui.fonts.normal : block.font;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const ImVec2 at{corner.x + block.left, corner.y};
  const float width = std::max(ImGui::GetContentRegionAvail().x - block.left, 1.0F);
  const std::vector<std::string_view> lines = wrapped_lines(font, text, width);
  const float tall = static_cast<float>(lines.size()) * font->FontSize;
  bool clicked = false;
  Colour colour = block.colour;
  if (block.event == no_index) {
    ImGui::Dummy({width + block.left, tall});
  } else {
    ImGui::PushID(text.data(), text.data() + text.size());
    ImGui::PushID(static_cast<int>(block.event));
    clicked = ImGui::InvisibleButton("text", {width + block.left, tall});
    ImGui::PopID();
    ImGui::PopID();
    if (ImGui::IsItemHovered()) colour = ui.palette->accent;
    if (clicked && block.go != nullptr)
      (*block.go)(block.event);
    else if (clicked)
      ui.session->look_at(block.event);
  }
  ui.drawn.text(text);
  if (!ImGui::IsItemVisible()) return clicked;
  float y = at.y;
  for (const std::string_view line : lines) {
    ImGui::GetWindowDrawList()->AddText(font, font->FontSize, {at.x, y}, to_imgui(colour),
                                        line.data(), line.data() + line.size());
    y += font->FontSize;
  }
  return clicked;
}

void gap(const Ui& ui, double px) {
  ImGui::Dummy({1, std::max(0.0F, ui.px(px) - ImGui::GetStyle().ItemSpacing.y)});
}

float flag_width(const Ui& ui) {
  return ui.px(flag_px);
}

float letter_flag(Ui& ui, ImDrawList* list, ImVec2 from, char letter) {
  const float size = flag_width(ui);
  const std::string_view text(&letter, 1);
  list->AddRectFilled(from, {from.x + size, from.y + size}, to_imgui(ui.palette->text), ui.px(3));
  draw_text(ui, ui.fonts.small,
            {from.x + (size - text_width(ui.fonts.small, text)) / 2,
             from.y + (size - ui.fonts.small->FontSize) / 2},
            ui.palette->panel, text, from.x + size);
  return from.x + size;
}

char flag_of(const Session& session, std::uint32_t event) {
  const Question& question = session.question();
  if (!question.is_pair()) return 0;
  if (question.one == event) return 'A';
  return question.other == event ? 'B' : '\0';
}

void tab_bar(Ui& ui, const std::vector<Tab>& tabs) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float tall = ui.fonts.bold->FontSize + ui.px(7);
  float x = from.x;
  ImGui::GetWindowDrawList()->AddLine({from.x, from.y + tall - ui.px(1)},
                                      {from.x + width, from.y + tall - ui.px(1)},
                                      to_imgui(ui.palette->line));
  for (const Tab& tab : tabs) {
    float wide = text_width(ui.fonts.bold, tab.label);
    if (!tab.more.empty()) wide += ui.px(6) + text_width(ui.fonts.small, tab.more);
    draw_tab(ui, tab, {x, from.y}, {wide + 1, tall});
    x += wide + ui.px(18);
  }
  ImGui::SetCursorScreenPos({from.x, from.y + tall + ui.px(6)});
}

}  // namespace loopscope::viewer

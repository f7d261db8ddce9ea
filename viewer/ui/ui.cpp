#include "viewer/ui/ui.hpp"

#include <imgui_internal.h>

namespace loopscope::viewer {

void Drawn::clear() {
  letters_.clear();
  ends_.clear();
  rows.clear();
  targets.clear();
  boxes = 0;
}

void Drawn::text(std::string_view text) {
  if (ends_.size() >= max_texts || text.empty()) return;
  letters_ += text;
  ends_.push_back(letters_.size());
}

std::vector<std::string> Drawn::texts() const {
  std::vector<std::string> texts;
  std::size_t begin = 0;
  for (const std::size_t end : ends_) {
    texts.push_back(letters_.substr(begin, end - begin));
    begin = end;
  }
  return texts;
}

float text_width(const ImFont* font, std::string_view text) {
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

void draw_text(Ui& ui, ImFont* font, ImVec2 at, Colour colour, std::string_view text, float right) {
  constexpr std::string_view ellipsis = "…";
  const float room = right - at.x;
  if (room <= 0 || text.empty()) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const char* end = text.data() + text.size();
  constexpr float rounding = 0.5F;
  if (text_width(font, text) <= room + rounding) {
    list->AddText(font, font->FontSize, at, to_imgui(colour), text.data(), end);
    ui.drawn.text(text);
    return;
  }
  const float dots = text_width(font, ellipsis);
  if (room < 2 * dots) return;
  const char* fits = nullptr;
  const float width =
      font->CalcTextSizeA(font->FontSize, room - dots, 0, text.data(), end, &fits).x;
  if (fits == text.data()) return;
  list->AddText(font, font->FontSize, at, to_imgui(colour), text.data(), fits);
  list->AddText(font, font->FontSize, {at.x + width, at.y}, to_imgui(colour), ellipsis.data(),
                ellipsis.data() + ellipsis.size());
  ui.drawn.text(std::string(text.data(), fits) + std::string(ellipsis));
}

void line(Ui& ui, std::string_view text, Colour colour, ImFont* font) {
  ImFont* with = font == nullptr ? ui.fonts.normal : font;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::Dummy({width, with->FontSize});
  if (ImGui::IsItemVisible()) draw_text(ui, with, at, colour, text, at.x + width);
}

void paragraph(Ui& ui, const std::string& text, Colour colour, ImFont* font) {
  ImGui::PushFont(font == nullptr ? ui.fonts.normal : font);
  ImGui::PushStyleColor(ImGuiCol_Text, to_imgui(colour));
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::PopFont();
  ui.drawn.text(text);
}

void heading(Ui& ui, std::string_view title, std::string_view more) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::Dummy({width, ui.fonts.bold->FontSize + ui.px(2)});
  draw_text(ui, ui.fonts.bold, at, ui.palette->text, title, at.x + width);
  if (more.empty()) return;
  const float used = text_width(ui.fonts.bold, title) + ui.px(8);
  draw_text(ui, ui.fonts.small,
            {at.x + used, at.y + ui.fonts.bold->FontSize - ui.fonts.small->FontSize},
            ui.palette->dim_text, more, at.x + width);
}

void pick(Ui& ui, std::uint32_t begin) {
  if (ImGui::GetIO().KeyShift)
    ui.session->compare(begin);
  else
    ui.session->select(begin);
}

void target(Ui& ui, const std::string& name) {
  const ImVec2 from = ImGui::GetItemRectMin();
  const ImVec2 to = ImGui::GetItemRectMax();
  ui.drawn.targets[name] = {from.x, from.y, to.x, to.y};
}

bool command_button(Ui& ui, Command command, const char* label, bool on) {
  if (on) {
    ImGui::PushStyleColor(ImGuiCol_Button, to_imgui(ui.palette->accent));
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, to_imgui(ui.palette->accent));
    ImGui::PushStyleColor(ImGuiCol_Text, to_imgui(text_on(ui.palette->accent)));
  }
  ImGui::PushID(static_cast<int>(command));
  const bool pressed = ImGui::Button(label);
  ImGui::PopID();
  if (on) ImGui::PopStyleColor(3);
  const CommandInfo& about = info(command);
  target(ui, std::string(about.id));
  ui.drawn.text(label);
  if (pressed) ui.commands.push_back(command);
  if (ImGui::IsItemHovered()) {
    std::string tip(about.title);
    if (!about.keys.empty()) tip.append("   ").append(about.keys);
    ImGui::SetTooltip("%s", tip.c_str());
  }
  return pressed;
}

bool begin_panel(Ui& ui, const char* id, const Area& area, bool scrolls) {
  if (area.width < 8 || area.height < 8) return false;
  ImGui::SetNextWindowPos({area.x, area.y});
  ImGui::SetNextWindowSize({area.width, area.height});
  ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                           ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                           ImGuiWindowFlags_NoBringToFrontOnFocus;
  if (scrolls)
    flags &= ~ImGuiWindowFlags_NoScrollbar;
  else
    flags |= ImGuiWindowFlags_NoScrollWithMouse;
  ImGui::PushStyleColor(ImGuiCol_WindowBg, to_imgui(ui.palette->panel));
  ImGui::Begin(id, nullptr, flags);
  ImGui::PopStyleColor();
  return true;
}

void end_panel() {
  ImGui::End();
}

}  // namespace loopscope::viewer

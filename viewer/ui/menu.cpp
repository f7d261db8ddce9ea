#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {
namespace {

/// The texts of the table are literals, so that they end with a zero.
void draw_item(Ui& ui, const CommandInfo& each) {
  if (ImGui::MenuItem(each.title.data(), each.keys.data())) ui.commands.push_back(each.command);
  target(ui, "menu-" + std::string(each.id));
  ui.drawn.text(each.title);
}

void draw_group(Ui& ui, std::string_view group) {
  const bool open = ImGui::BeginMenu(group.data());
  target(ui, "menu-" + std::string(group));
  if (!open) return;
  for (const CommandInfo& each : all_commands())
    if (each.group == group) draw_item(ui, each);
  ImGui::EndMenu();
}

}  // namespace

float menu_button(Ui& ui) {
  if (ImGui::Button("Menu")) ImGui::OpenPopup("menu");
  target(ui, "menu");
  ui.drawn.text("Menu");
  const float right = ImGui::GetItemRectMax().x;
  ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + ui.px(4)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(10), ui.px(8)});
  const bool open = ImGui::BeginPopup("menu");
  ImGui::PopStyleVar();
  if (!open) return right;
  std::string_view last;
  for (const CommandInfo& each : all_commands())
    if (each.group != last) draw_group(ui, last = each.group);
  ImGui::EndPopup();
  return right;
}

}  // namespace loopscope::viewer

#include <fmt/format.h>

#include <algorithm>

#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/texts.hpp"

namespace loopscope::viewer {
namespace {

void draw_event(Ui& ui, std::uint32_t index, float tall) {
  Session& session = *ui.session;
  const Trace& trace = session.trace();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(static_cast<int>(index));
  if (ImGui::InvisibleButton("event", {std::max(width, 1.0F), tall})) {
    pick(ui, subject_of(trace, index));
    session.go_to(index + 1);
  }
  ImGui::PopID();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool current = index + 1 == session.step();
  if (current) target(ui, "at-cursor");
  if (current)
    list->AddRectFilled({at.x - ui.px(6), at.y}, {at.x + width, at.y + tall},
                        to_imgui(mix(ui.palette->panel, ui.palette->accent, 0.3)), ui.px(4));
  const std::uint32_t coloured = subject_of(trace, index);
  list->AddRectFilled({at.x, at.y + ui.px(4)}, {at.x + ui.px(8), at.y + tall - ui.px(4)},
                      to_imgui(box_colour(trace, coloured, *ui.palette)), ui.px(2));
  if (const char flag = flag_of(session, index); flag != 0)
    letter_flag(ui, list, {at.x - ui.px(3), at.y + (tall - flag_width(ui)) / 2}, flag);
  const bool future = index >= session.step();
  const std::string number = grouped(index + 1);
  draw_text(ui, ui.fonts.small,
            {at.x + ui.px(66) - text_width(ui.fonts.small, number), at.y + ui.px(3)},
            ui.palette->dim_text, number, at.x + ui.px(67));
  draw_text(ui, ui.fonts.normal, {at.x + ui.px(76), at.y + ui.px(1)},
            future ? ui.palette->dim_text : ui.palette->text, event_line(trace, index),
            at.x + width - ui.px(86));
  const std::string time = time_label(trace[index].t_ns, 1);
  draw_text(ui, ui.fonts.small,
            {at.x + width - text_width(ui.fonts.small, time) - ui.px(4), at.y + ui.px(3)},
            ui.palette->dim_text, time, at.x + width);
}

// ImGui's positions are floats, which end at some million lines; so only those around the cursor
// are a list, and the cursor stays in its middle.
void order_tab(Ui& ui) {
  const Session& session = *ui.session;
  const float tall = ui.fonts.normal->FontSize + ui.px(4);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  const auto rows =
      static_cast<std::uint32_t>(std::max(1.0F, ImGui::GetContentRegionAvail().y / tall));
  const std::uint32_t size = session.trace().size();
  const std::uint32_t before = std::min(session.step(), rows / 2);
  std::uint32_t first = session.step() - before;
  if (size > rows) first = std::min(first, size - rows);
  for (std::uint32_t i = first; i < std::min(size, first + rows); ++i) draw_event(ui, i, tall);
  ImGui::PopStyleVar();
  if (ImGui::IsWindowHovered() && ImGui::GetIO().MouseWheel != 0)
    ui.commands.push_back(ImGui::GetIO().MouseWheel > 0 ? Command::step_back
                                                        : Command::step_forward);
}

}  // namespace

void panel_order(Ui& ui, const Area& area) {
  const LintList* lints = lints_of(ui);
  if (!begin_panel(ui, "order", area, false)) return;
  const std::string found = lints == nullptr ? "…" : grouped(lints->count());
  tab_bar(ui, {{Command::show_order, "Order", "", ui.list_tab == ListTab::order},
               {Command::show_lints, "Lints", found, ui.list_tab == ListTab::lints},
               {Command::show_alive, "Alive", "", ui.list_tab == ListTab::alive},
               {Command::show_diff, "Diff", "", ui.list_tab == ListTab::diff}});
  if (ui.list_tab == ListTab::order)
    order_tab(ui);
  else if (ui.list_tab == ListTab::lints)
    lints_tab(ui);
  else if (ui.list_tab == ListTab::alive)
    alive_tab(ui);
  else
    diff_lines_tab(ui);
  end_panel();
}

}  // namespace loopscope::viewer

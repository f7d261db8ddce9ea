#include <fmt/format.h>

#include <algorithm>

#include "tracer/format/names.hpp"
#include "tracer/model/time_text.hpp"
#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {
namespace {

struct Line {
  std::string name;
  const Histogram* ran;
  const Histogram* waited;  // may be null
  Colour colour;
  Queue queue;
  int phase;  // -1: none
};

std::vector<Line> lines_of(const Ui& ui, const Statistics& statistics) {
  std::vector<Line> lines;
  for (std::size_t i = 0; i < phase_count; ++i)
    if (statistics.phases[i].count() > 0)
      lines.push_back({fmt::format("phase {}", name_of(static_cast<Phase>(i))),
                       &statistics.phases[i], nullptr, ui.palette->of(static_cast<Phase>(i)),
                       Queue::main, static_cast<int>(i)});
  std::vector<Line> names;
  for (const auto& [name, row] : statistics.names)
    if (row.runs.ran.count() > 0)
      names.push_back(
          {name, &row.runs.ran, &row.runs.waited, ui.palette->of(row.queue), row.queue, -1});
  std::sort(names.begin(), names.end(),
            [](const Line& a, const Line& b) { return a.ran->sum() > b.ran->sum(); });
  lines.insert(lines.begin(), names.begin(), names.end());
  return lines;
}

/// To the longest instance.
void go_to_worst(Ui& ui, const Line& line) {
  const Session::Steps steps = ui.statistics.steps();
  std::string name = line.name;
  if (const std::size_t queue = name.rfind(" ("); queue != std::string::npos && name.ends_with(")"))
    name.resize(queue);
  const std::uint32_t worst =
      line.phase >= 0 ? worst_phase(ui.session->trace(), steps, static_cast<Phase>(line.phase))
                      : worst_task(ui.session->trace(), steps, name, line.queue);
  if (worst == no_index) return;
  ui.session->remember_view();
  ui.session->select(worst);
  ui.session->go_to(worst + 1);
  ui.commands.push_back(Command::fit_selection);
}

void cell(Ui& ui, const std::string& text) {
  ImGui::TableNextColumn();
  line(ui, text, ui.palette->text, ui.fonts.small);
}

void draw_line(Ui& ui, const Line& each) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::PushID(each.name.c_str());
  if (ImGui::Selectable("##worst", false, ImGuiSelectableFlags_SpanAllColumns,
                        {0, ui.fonts.small->FontSize}))
    go_to_worst(ui, each);
  target(ui, "statistics " + each.name);
  ImGui::PopID();
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("Go to the longest one");
  ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + ui.px(2)},
                                            {at.x + ui.px(8), at.y + ui.fonts.small->FontSize},
                                            to_imgui(each.colour), ui.px(2));
  draw_text(ui, ui.fonts.small, {at.x + ui.px(14), at.y}, ui.palette->text, each.name,
            at.x + ImGui::GetColumnWidth());
  cell(ui, grouped(each.ran->count()));
  cell(ui, duration_text(each.ran->sum()));
  cell(ui, duration_text(each.ran->percentile(0.5)));
  cell(ui, duration_text(each.ran->percentile(0.99)));
  cell(ui, duration_text(each.ran->max()));
  cell(ui, each.waited == nullptr ? std::string() : duration_text(each.waited->percentile(0.99)));
}

void update(Ui& ui) {
  const Session& session = *ui.session;
  const Session::Steps wanted = session.kept().value_or(Session::Steps{0, session.trace().size()});
  if (!ui.statistics.started() || !(ui.statistics.steps() == wanted))
    ui.statistics.start(session.trace(), wanted);
  if (ui.statistics.result()) return;
  const auto budget = std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(std::clamp(ui.frame_seconds, 0.003, 0.05)));
  ui.statistics.advance(budget);
  ui.animating = true;
}

void table(Ui& ui, const Statistics& statistics) {
  constexpr ImGuiTableFlags flags = ImGuiTableFlags_RowBg | ImGuiTableFlags_ScrollY |
                                    ImGuiTableFlags_SizingStretchProp |
                                    ImGuiTableFlags_BordersInnerH;
  if (!ImGui::BeginTable("statistics", 7, flags)) return;
  ImGui::PushFont(ui.fonts.small);
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("", 0, 3);
  for (const char* title : {"runs", "total", "median", "99 %", "longest", "wait 99 %"})
    ImGui::TableSetupColumn(title, 0, 1);
  ImGui::TableHeadersRow();
  for (const Line& each : lines_of(ui, statistics)) draw_line(ui, each);
  ImGui::PopFont();
  ImGui::EndTable();
}

}  // namespace

void panel_statistics(Ui& ui, const Area& area) {
  if (!begin_panel(ui, "statistics", area, false)) return;
  update(ui);
  const bool part = ui.session->kept().has_value();
  if (!ui.statistics.result()) {
    heading(ui, "Statistics", fmt::format("adding up, {:.0f} %", 100 * ui.statistics.progress()));
    return end_panel();
  }
  const Statistics& result = *ui.statistics.result();
  heading(ui, "Statistics",
          fmt::format("{}: {} callbacks, {} turns, timers late by {} (99 %)",
                      part ? "of the kept range (Shift+R: whole run)" : "of the whole run",
                      grouped(result.tasks_run), grouped(result.turns),
                      duration_text(result.timer_lag.percentile(0.99))));
  table(ui, result);
  end_panel();
}

}  // namespace loopscope::viewer

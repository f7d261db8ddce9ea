#include <fmt/format.h>

#include <algorithm>

#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {
namespace {

/// Numbers of locations; 0: unknown.
struct Places {
  std::uint32_t running = 0;
  std::uint32_t queuing = 0;
  Colour colour = 0;
};

/// The line that runs is the latest one that is known since the callback began.
Places places_at(const Ui& ui) {
  const Session& session = *ui.session;
  const Trace& trace = session.trace();
  Places places{0, 0, ui.palette->accent};
  std::uint32_t begin = no_index;
  for (const LoopState::Scope& scope : session.open())
    if (scope.kind == ScopeKind::task) begin = scope.begin;
  if (session.selected() != no_index && begin == no_index &&
      trace[session.selected()].kind() == Event::task_begin)
    begin = session.selected();
  if (begin == no_index) return places;
  if (trace.back(begin) != no_index) {
    const PackedEvent& queued = trace[trace.back(begin)];
    places.queuing = trace.label(queued).at;
    places.running = trace.label(queued).fn;
    places.colour = ui.palette->of(queued.queue());
  }
  constexpr std::uint32_t max_back = 2000;
  for (std::uint32_t i = session.step(); i-- > begin && session.step() - i < max_back;)
    if (const std::uint32_t at = trace.label(trace[i]).at;
        at != 0 && trace[i].by == trace[begin].id) {
      places.running = at;
      break;
    }
  return places;
}

void draw_line(Ui& ui, const std::string& text, std::int64_t number, Colour mark, bool running,
               bool queuing) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float tall = ui.fonts.mono->FontSize + ui.px(2);
  ImGui::Dummy({width, tall});
  if (!ImGui::IsItemVisible()) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (running || queuing)
    list->AddRectFilled({at.x - ui.px(4), at.y}, {at.x + width, at.y + tall},
                        to_imgui(mix(ui.palette->panel, running ? ui.palette->accent : mark, 0.25)),
                        ui.px(3));
  const std::string count = std::to_string(number);
  draw_text(ui, ui.fonts.mono, {at.x + ui.px(34) - text_width(ui.fonts.mono, count), at.y},
            ui.palette->dim_text, count, at.x + ui.px(36));
  const std::string_view role = running ? "runs" : queuing ? "queued it" : "";
  const float role_x = at.x + width - text_width(ui.fonts.small, role) - ui.px(6);
  draw_text(ui, ui.fonts.mono, {at.x + ui.px(46), at.y}, ui.palette->text, text,
            role.empty() ? at.x + width : role_x - ui.px(8));
  if (role.empty()) return;
  list->AddRectFilled({role_x - ui.px(5), at.y}, {at.x + width, at.y + tall},
                      to_imgui(running ? ui.palette->accent : mark), ui.px(3));
  draw_text(ui, ui.fonts.small, {role_x, at.y + ui.px(1)},
            text_on(running ? ui.palette->accent : mark), role, at.x + width);
}

void draw_file(Ui& ui, SourceFiles& files, const Trace& trace, const Places& places) {
  const auto* running = trace.definitions().location(places.running);
  const auto* queuing = trace.definitions().location(places.queuing);
  const Definitions::Location* shown = running != nullptr ? running : queuing;
  if (shown == nullptr) {
    heading(ui, "Source");
    return line(ui, "No callback with a known place runs at the cursor.", ui.palette->dim_text);
  }
  const std::size_t slash = shown->file.rfind('/');
  heading(ui, slash == std::string::npos ? shown->file : shown->file.substr(slash + 1),
          shown->function);
  const SourceFiles::File& file = files.file(trace, shown->file);
  if (file.lines.empty()) return paragraph(ui, file.problem, ui.palette->dim_text);
  const auto lines = static_cast<std::int64_t>(file.lines.size());
  const float tall = ui.fonts.mono->FontSize + ui.px(2);
  const auto rows =
      static_cast<std::int64_t>(std::max(3.0F, ImGui::GetContentRegionAvail().y / tall));
  const std::int64_t first =
      std::max<std::int64_t>(1, std::min(shown->line - rows / 2, lines - rows + 1));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  for (std::int64_t number = first; number <= std::min(lines, first + rows - 1); ++number)
    draw_line(ui, file.lines[static_cast<std::size_t>(number - 1)], number, places.colour,
              running != nullptr && running->line == number,
              queuing != nullptr && queuing->line == number && queuing->file == shown->file);
  ImGui::PopStyleVar();
}

}  // namespace

void panel_source(Ui& ui, const Area& area, SourceFiles& files) {
  if (!begin_panel(ui, "source", area, false)) return;
  draw_file(ui, files, ui.session->trace(), places_at(ui));
  end_panel();
}

}  // namespace loopscope::viewer

#include <fmt/format.h>

#include "tracer/model/queue_content.hpp"
#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {

// Only the lines in sight are looked at, so that any number of lines scrolls.
void panel_console(Ui& ui, const Area& area) {
  if (!begin_panel(ui, "console", area, false)) return;
  Session& session = *ui.session;
  const Trace& trace = session.trace();
  const std::size_t count = console_size(trace, session.step());
  heading(ui, "Console",
          fmt::format("{} of {} lines", grouped(count), grouped(trace.logs().size())));
  if (count == 0) line(ui, "Nothing has been printed up to here.", ui.palette->dim_text);
  ImGui::BeginChild("lines");
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(count), ui.fonts.mono->FontSize + ImGui::GetStyle().ItemSpacing.y);
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const std::uint32_t log = trace.logs()[static_cast<std::size_t>(i)];
      const bool err = trace[log].as<Stream>() == Stream::err;
      line(ui, box_label(trace, log), err ? ui.palette->warning : ui.palette->text, ui.fonts.mono);
      if (!ImGui::IsItemClicked()) continue;
      pick(ui, log);
      session.go_to(log + 1);
    }
  if (session.hides()) line(ui, "?", ui.palette->accent, ui.fonts.mono);
  if (ui.console_lines != count) ImGui::SetScrollHereY(1);
  ui.console_lines = count;
  ImGui::EndChild();
  end_panel();
}

}  // namespace loopscope::viewer

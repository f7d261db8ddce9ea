// What is shown while there is no trace: why, and which there are.
#include <fmt/format.h>

#include <algorithm>

#include "viewer/model/words.hpp"
#include "viewer/ui/overlays.hpp"

namespace loopscope::viewer {
namespace {

Area middle(const Ui& ui, const Area& area, double wide, double tall) {
  const float width = std::min(ui.px(wide), area.width - ui.px(40));
  const float height = std::min(ui.px(tall), area.height - ui.px(40));
  return {area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height};
}

}  // namespace

std::optional<std::string> draw_start_page(Ui& ui, const Area& area, const std::string& error,
                                           const std::vector<std::string>& recent) {
  std::optional<std::string> chosen;
  if (!begin_panel(ui, "start", middle(ui, area, 640, 440))) return chosen;
  line(ui, error.empty() ? "Loopscope" : "This file cannot be shown", ui.palette->text,
       ui.fonts.large);
  ImGui::Dummy({1, ui.px(6)});
  if (!error.empty())
    paragraph(ui, error, ui.palette->warning);
  else
    paragraph(ui,
              "Replays what an event loop really did. Record something to look at with "
              "`loopscope sample ordering -o T.jsonl`.",
              ui.palette->dim_text);
  ImGui::Dummy({1, ui.px(10)});
  command_button(ui, Command::open, "Open a trace");
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("Ctrl+O, or drop a file on the window");
  ImGui::Dummy({1, ui.px(10)});
  if (!recent.empty()) heading(ui, "Opened lately");
  for (const std::string& file : recent) {
    if (ImGui::Selectable(file.c_str())) chosen = file;
    ui.drawn.text(file);
  }
  end_panel();
  return chosen;
}

bool draw_recording(Ui& ui, const Area& area, const std::string& path) {
  if (!begin_panel(ui, "recording", middle(ui, area, 520, 130), false)) return false;
  const std::size_t slash = path.rfind('/');
  heading(ui,
          fmt::format("Recording {}", slash == std::string::npos ? path : path.substr(slash + 1)));
  line(ui, "The lesson's program runs and is recorded. This takes a moment.", ui.palette->dim_text);
  ImGui::Dummy({1, ui.px(8)});
  const bool cancelled = ImGui::Button("Cancel");
  target(ui, "cancel");
  end_panel();
  return cancelled;
}

bool draw_loading(Ui& ui, const Area& area, const std::string& path, std::optional<double> progress,
                  std::uint64_t events) {
  if (!begin_panel(ui, "loading", middle(ui, area, 520, 150), false)) return false;
  const std::size_t slash = path.rfind('/');
  heading(ui,
          fmt::format("Loading {}", slash == std::string::npos ? path : path.substr(slash + 1)));
  line(ui, fmt::format("{} events", grouped(events)), ui.palette->dim_text);
  ImGui::ProgressBar(static_cast<float>(progress.value_or(0)), {-1, ui.px(10)}, "");
  ImGui::Dummy({1, ui.px(4)});
  const bool cancelled = ImGui::Button("Cancel");
  target(ui, "cancel");
  end_panel();
  return cancelled;
}

}  // namespace loopscope::viewer

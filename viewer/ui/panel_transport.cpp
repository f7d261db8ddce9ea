#include <fmt/format.h>

#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {
namespace {

void same_line(Ui& ui, double gap = 4) {
  ImGui::SameLine(0, ui.px(gap));
}

void buttons(Ui& ui) {
  const Session& session = *ui.session;
  command_button(ui, Command::to_start, "|<");
  same_line(ui);
  command_button(ui, Command::phase_back, "< phase");
  same_line(ui);
  command_button(ui, Command::task_back, "< task");
  same_line(ui);
  command_button(ui, Command::step_back, "<");
  same_line(ui, 8);
  command_button(ui, Command::play, session.playing ? "pause" : "play", session.playing);
  same_line(ui, 8);
  command_button(ui, Command::step_forward, ">");
  same_line(ui);
  command_button(ui, Command::task_forward, "task >");
  same_line(ui);
  command_button(ui, Command::phase_forward, "phase >");
  same_line(ui);
  command_button(ui, Command::to_end, ">|");
  same_line(ui, 12);
  command_button(ui, Command::slower, "-");
  same_line(ui);
  ImGui::AlignTextToFramePadding();
  const std::string speed = fmt::format("{:.3g}x", session.speed);
  ImGui::TextUnformatted(speed.c_str());
  ui.drawn.text(speed);
  same_line(ui);
  command_button(ui, Command::faster, "+");
}

}  // namespace

void panel_transport(Ui& ui, const Area& area) {
  if (!begin_panel(ui, "transport", area, false)) return;
  const Session& session = *ui.session;
  buttons(ui);
  const std::string where =
      fmt::format("step {} / {}     {}", grouped(session.step()), grouped(session.trace().size()),
                  time_label(session.now_ns(), 1));
  const float width = text_width(ui.fonts.bold, where);
  const float right = area.x + area.width - ui.px(14);
  const float left = ImGui::GetItemRectMax().x + ui.px(20);
  if (right - width > left)
    draw_text(ui, ui.fonts.bold,
              {right - width, area.y + area.height / 2 - ui.fonts.bold->FontSize / 2},
              ui.palette->text, where, right);
  end_panel();
}

void panel_caption(Ui& ui, const Area& area) {
  if (!begin_panel(ui, "caption", area, false)) return;
  const Session& session = *ui.session;
  const std::string text = session.step() == 0
                               ? "Before the first event. Step with the arrow keys, or press Space."
                               : caption(session.trace(), session.step() - 1);
  draw_text(ui, ui.fonts.bold,
            {area.x + ui.px(14), area.y + area.height / 2 - ui.fonts.bold->FontSize / 2},
            ui.palette->text, text, area.x + area.width - ui.px(12));
  end_panel();
}

}  // namespace loopscope::viewer

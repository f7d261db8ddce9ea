#include <fmt/format.h>

#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/time_text.hpp"
#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {
namespace {

constexpr std::size_t max_effects = 100;

void fact(Ui& ui, std::string_view what, std::string_view text) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::Dummy({width, ui.fonts.normal->FontSize});
  draw_text(ui, ui.fonts.normal, at, ui.palette->dim_text, what, at.x + ui.px(84));
  draw_text(ui, ui.fonts.normal, {at.x + ui.px(88), at.y}, ui.palette->text, text, at.x + width);
}

/// A line that goes to an event.
void link(Ui& ui, std::uint32_t event, std::string_view text) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(static_cast<int>(event));
  if (ImGui::InvisibleButton("link", {std::max(width, 1.0F), ui.fonts.normal->FontSize + 2})) {
    ui.session->select(event);
    ui.session->go_to(event + 1);
  }
  ImGui::PopID();
  if (!ImGui::IsItemVisible()) return;
  const Colour colour = box_colour(ui.session->trace(), event, *ui.palette);
  ImGui::GetWindowDrawList()->AddRectFilled(
      {at.x, at.y + ui.px(3)}, {at.x + ui.px(9), at.y + ui.px(12)}, to_imgui(colour), ui.px(2));
  draw_text(ui, ui.fonts.normal, {at.x + ui.px(16), at.y},
            ImGui::IsItemHovered() ? ui.palette->accent : ui.palette->text, text, at.x + width);
}

void facts_of_task(Ui& ui, std::uint32_t begin) {
  const Trace& trace = ui.session->trace();
  const std::uint32_t queued = trace[begin].kind() == Event::task_queue ? begin : trace.back(begin);
  if (queued == no_index || trace[queued].kind() != Event::task_queue) return;
  const PackedEvent& from = trace[queued];
  fact(ui, "queue", name_of(from.queue()));
  fact(ui, "queued", time_label(from.t_ns, 1));
  if (queued != begin) fact(ui, "waited", duration_text(trace[begin].t_ns - from.t_ns));
  if (from.queue() == Queue::timer && from.value != TraceEvent::no_time) {
    fact(ui, "due", time_label(from.value, 1));
    if (queued != begin) fact(ui, "late by", duration_text(trace[begin].t_ns - from.value));
  }
  const std::string place = place_of(trace, from);
  if (!place.empty()) fact(ui, "queued at", place);
}

void causes(Ui& ui) {
  const Session& session = *ui.session;
  const Trace& trace = session.trace();
  if (session.cause() != no_index) {
    heading(ui, "Queued by");
    link(ui, session.cause(), box_label(trace, session.cause()));
  }
  if (session.effects().empty()) return;
  heading(ui, "Queued", grouped(session.effects().size()));
  std::size_t listed = 0;
  const std::vector<std::uint32_t> effects = session.effects();
  for (const std::uint32_t effect : effects) {
    if (++listed > max_effects) break;
    const std::uint32_t begin = trace.forward(effect);
    link(ui, begin == no_index ? effect : begin,
         fmt::format("{}   {}", box_label(trace, effect), name_of(trace[effect].queue())));
  }
}

}  // namespace

void panel_selection(Ui& ui, const Area& area) {
  if (!begin_panel(ui, "selection", area)) return;
  const Session& session = *ui.session;
  const Trace& trace = session.trace();
  const std::uint32_t selected = session.selected();
  if (selected == no_index) {
    heading(ui, "Selection");
    line(ui, "Click a box to see who queued it,", ui.palette->dim_text);
    line(ui, "how long it waited and what it queued.", ui.palette->dim_text);
    return end_panel();
  }
  heading(ui, box_label(trace, selected), name_of(trace[selected].kind()));
  fact(ui, "at", time_label(trace[selected].t_ns, 1));
  const std::uint32_t end = trace.forward(selected);
  if (scope_begun_by(trace[selected].kind()))
    fact(ui, "took",
         end == no_index ? std::string("has no end in the trace")
                         : duration_text(trace[end].t_ns - trace[selected].t_ns));
  facts_of_task(ui, selected);
  causes(ui);
  end_panel();
}

}  // namespace loopscope::viewer

#include <fmt/format.h>

#include <array>
#include <vector>

#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/time_text.hpp"
#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/texts.hpp"

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
    pick(ui, event);
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

void facts_of_handle(Ui& ui, const PackedEvent& event) {
  if (event.kind() != Event::handle_open) return;
  const Trace& trace = ui.session->trace();
  fact(ui, "kind", name_of(event.as<HandleKind>()));
  if (event.by != 0) fact(ui, "opened by", fmt::format("#{}", trace.number(event.by)));
  const std::string place = place_of(trace, event);
  if (!place.empty()) fact(ui, "opened at", place);
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

void selection_tab(Ui& ui) {
  const Session& session = *ui.session;
  const Trace& trace = session.trace();
  const std::uint32_t selected = session.selected();
  if (selected == no_index)
    return paragraph(ui, "Click a box to see who queued it, how long it waited and what it queued.",
                     ui.palette->dim_text);
  heading(ui, box_label(trace, selected), name_of(trace[selected].kind()));
  fact(ui, "at", time_label(trace[selected].t_ns, 1));
  const std::uint32_t end = trace.forward(selected);
  if (scope_begun_by(trace[selected].kind()))
    fact(ui, "took",
         end == no_index ? std::string("has no end in the trace")
                         : duration_text(trace[end].t_ns - trace[selected].t_ns));
  facts_of_task(ui, selected);
  facts_of_handle(ui, trace[selected]);
  causes(ui);
}

/// A question about two opens Why.
void follow_question(Ui& ui) {
  const Question& question = ui.session->question();
  if (question.is_pair() && !(question == ui.seen_question)) ui.side_tab = SideTab::why;
  ui.seen_question = question;
}

}  // namespace

void panel_selection(Ui& ui, const Area& area) {
  if (!begin_panel(ui, "selection", area, false)) return;
  follow_question(ui);
  const bool compares = ui.diff.comparison != nullptr;
  if (!compares && ui.side_tab == SideTab::diff) ui.side_tab = SideTab::selection;
  std::vector<Tab> tabs{
      {Command::show_selection, "Selection", "", ui.side_tab == SideTab::selection},
      {Command::show_why, "Why", "", ui.side_tab == SideTab::why}};
  if (compares) tabs.push_back({Command::show_diff, "Diff", "", ui.side_tab == SideTab::diff});
  tab_bar(ui, tabs);
  constexpr std::array<const char*, 3> ids{"selected", "why", "diff"};
  ImGui::BeginChild(ids[static_cast<std::size_t>(ui.side_tab)]);
  if (ui.side_tab == SideTab::why)
    why_tab(ui);
  else if (ui.side_tab == SideTab::diff)
    diff_tab(ui);
  else
    selection_tab(ui);
  ImGui::EndChild();
  end_panel();
}

}  // namespace loopscope::viewer

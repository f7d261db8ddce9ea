#include <fmt/format.h>

#include <algorithm>

#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/time_text.hpp"
#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {
namespace {

constexpr std::size_t max_listed = 50;
/// In the order in which a person looks for them.
constexpr std::array shown{Queue::main,    Queue::tick,  Queue::microtask, Queue::timer,
                           Queue::pending, Queue::idle,  Queue::prepare,   Queue::io,
                           Queue::pool,    Queue::check, Queue::close};

std::string facts(const Ui& ui, const LoopState::Task& task) {
  const Trace& trace = ui.session->trace();
  const PackedEvent& queued = trace[task.queued];
  std::string text;
  if (task.queue == Queue::timer && queued.value != TraceEvent::no_time) {
    const std::int64_t left = queued.value - ui.session->now_ns();
    text = left <= 0 ? std::string("due") : fmt::format("in {}", duration_text(left));
  }
  if (task.work == LoopState::Work::on_worker) text = "on a worker";
  if (task.work == LoopState::Work::done) text = "done";
  if (!task.ref) text += text.empty() ? "unref'd" : ", unref'd";
  const std::string place = place_of(trace, queued);
  if (!place.empty()) text += (text.empty() ? "" : "   ") + place;
  return text;
}

void draw_task(Ui& ui, const LoopState::Task& task, Colour colour) {
  const Trace& trace = ui.session->trace();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float tall = ui.fonts.normal->FontSize + ui.px(7);
  ImGui::PushID(static_cast<int>(task.id));
  if (ImGui::InvisibleButton("task", {std::max(width, 1.0F), tall})) {
    const std::uint32_t begin = trace.forward(task.queued);
    pick(ui, begin == no_index ? task.queued : begin);
  }
  const bool hovered = ImGui::IsItemHovered();
  ImGui::PopID();
  if (!ImGui::IsItemVisible()) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const std::uint32_t selected = ui.session->selected();
  const bool lit =
      selected != no_index && (selected == task.queued || trace.back(selected) == task.queued);
  list->AddRectFilled(at, {at.x + width, at.y + tall - ui.px(2)},
                      to_imgui(mix(ui.palette->panel, colour,
                                   lit       ? 0.45
                                   : hovered ? 0.3
                                             : 0.16)),
                      ui.px(4));
  list->AddRectFilled(at, {at.x + ui.px(4), at.y + tall - ui.px(2)}, to_imgui(colour), ui.px(2));
  const std::string name =
      fmt::format("{}#{}", task_name(trace, task.queued), trace.number(task.id));
  const std::string more = facts(ui, task);
  const float name_width = text_width(ui.fonts.normal, name);
  const float y = at.y + ui.px(2.5);
  draw_text(ui, ui.fonts.normal, {at.x + ui.px(11), y}, ui.palette->text, name,
            at.x + width - ui.px(6));
  const float left = at.x + ui.px(11) + name_width + ui.px(12);
  const float more_width = text_width(ui.fonts.small, more);
  draw_text(ui, ui.fonts.small,
            {std::max(left, at.x + width - ui.px(8) - more_width), y + ui.px(1.5)},
            ui.palette->dim_text, more, at.x + width - ui.px(6));
}

void draw_queue(Ui& ui, Queue queue) {
  const std::uint32_t count = ui.session->waiting(queue);
  const Colour colour = ui.palette->of(queue);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::Dummy({width, ui.fonts.bold->FontSize + ui.px(3)});
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = at.y + ui.fonts.bold->FontSize / 2 + ui.px(1);
  list->AddCircleFilled({at.x + ui.px(6), middle}, ui.px(5),
                        to_imgui(colour, count == 0 ? 0.35 : 1));
  draw_text(ui, count == 0 ? ui.fonts.normal : ui.fonts.bold, {at.x + ui.px(18), at.y},
            count == 0 ? ui.palette->dim_text : ui.palette->text, name_of(queue), at.x + width);
  const std::string number = grouped(count);
  draw_text(ui, ui.fonts.bold, {at.x + width - text_width(ui.fonts.bold, number) - ui.px(4), at.y},
            count == 0 ? ui.palette->dim_text : ui.palette->text, number, at.x + width);
  for (const LoopState::Task* task : ui.session->waiting(queue, max_listed))
    draw_task(ui, *task, colour);
  if (count > max_listed)
    line(ui, fmt::format("   and {} more", grouped(count - max_listed)), ui.palette->dim_text);
}

/// In short; the tab beside the order list says more.
void draw_alive(Ui& ui) {
  ImGui::Dummy({1, ui.px(2)});
  const AliveList* list = alive_of(ui);
  heading(ui, "Keeps the loop alive");
  if (list == nullptr) return line(ui, "Looking …", ui.palette->dim_text);
  const std::size_t listed = std::min(list->things.size(), max_listed);
  for (std::size_t i = 0; i < listed; ++i) {
    const AliveThing& thing = list->things[i];
    line(ui, fmt::format("{}   {}, {}", thing.name, thing.kind, thing.state), ui.palette->text);
  }
  if (list->count > listed)
    line(ui, fmt::format("and {} more", grouped(list->count - listed)), ui.palette->dim_text);
  if (list->count == 0) line(ui, "nothing", ui.palette->dim_text);
}

/// Of a merged trace, whose loop is shown.
void choose_loop(Ui& ui) {
  const std::vector<std::uint32_t> loops = ui.session->loops();
  if (loops.size() < 2) return;
  const std::string now = ui.session->loop_name(ui.session->loop());
  ImGui::SetNextItemWidth(-1);
  const bool open = ImGui::BeginCombo("##loop", now.c_str());
  target(ui, "loop");
  ui.drawn.text(now);
  if (!open) return;
  for (const std::uint32_t loop : loops) {
    const std::string name = ui.session->loop_name(loop) + "##" + std::to_string(loop);
    if (ImGui::Selectable(name.c_str(), loop == ui.session->loop())) ui.session->choose_loop(loop);
  }
  ImGui::EndCombo();
}

}  // namespace

void panel_queues(Ui& ui, const Area& area) {
  if (!begin_panel(ui, "queues", area)) return;
  heading(ui, "Queues at the cursor");
  ImGui::Dummy({1, ui.px(1)});
  if (ui.session->hides_queues()) {
    line(ui, "hidden until you answer", ui.palette->dim_text);
    return end_panel();
  }
  choose_loop(ui);
  const Session& session = *ui.session;
  for (const Queue queue : shown)
    if (session.waiting(queue) > 0) draw_queue(ui, queue);
  for (const Queue queue : {Queue::tick, Queue::microtask, Queue::timer, Queue::io, Queue::pool,
                            Queue::check, Queue::close})
    if (session.waiting(queue) == 0) draw_queue(ui, queue);
  draw_alive(ui);
  end_panel();
}

}  // namespace loopscope::viewer

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tracer/format/names.hpp"
#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {
namespace {

/// The queues whose depth says something; the others hold handles.
constexpr std::array counted{Queue::timer, Queue::tick, Queue::microtask, Queue::check,
                             Queue::pool};

constexpr double legend_px = 20;  // above the curves

/// The samples that are on the screen, about one a pixel, and where they begin.
struct Visible {
  DepthLevels::Level depths;
  std::size_t first = 0;
  std::vector<float> x;
  [[nodiscard]] std::uint32_t waiting(std::size_t i, Queue queue) const {
    return depths.samples[first + i].waiting[static_cast<std::size_t>(queue)];
  }
};

Visible visible(const Session& session, const Area& canvas) {
  const Range range = session.viewport().range();
  const Trace& trace = session.trace();
  const std::uint32_t from = step_at(trace, session.axis(), range.begin);
  const std::uint32_t to =
      std::max(from, std::min(step_at(trace, session.axis(), range.end), session.shown()));
  const DepthLevels::Level depths =
      session.depths().level(static_cast<double>(to - from) / canvas.width);
  Visible visible{depths, from / depths.stride, {}};
  const std::size_t last = std::min<std::size_t>(depths.samples.size(), to / depths.stride + 1);
  for (std::size_t i = visible.first; i < last; ++i) {
    const auto event =
        static_cast<std::uint32_t>(std::min<std::size_t>(i * depths.stride, trace.size() - 1));
    const double at = range_of(trace, session.axis(), event, event).begin;
    visible.x.push_back(canvas.x + static_cast<float>(session.viewport().to_px(at)));
  }
  return visible;
}

std::uint32_t highest_of(const Visible& range) {
  std::uint32_t highest = 1;
  for (std::size_t i = 0; i < range.x.size(); ++i)
    for (const Queue queue : counted) highest = std::max(highest, range.waiting(i, queue));
  return highest;
}

/// Steps from sample to sample. Of rectangles: lines would be rounded and cost ten times as much.
void draw_queue(Ui& ui, const Area& canvas, Queue queue, const Visible& range, double highest) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float bottom = canvas.y + canvas.height - ui.px(4);
  const float tall = canvas.height - ui.px(legend_px + 6);
  const float thick = ui.px(1.5);
  const ImU32 colour = to_imgui(ui.palette->of(queue), 0.95);
  float last_x = canvas.x;
  float last_y = bottom;
  for (std::size_t i = 0; i < range.x.size(); ++i) {
    const float x = range.x[i];
    const float y = bottom - static_cast<float>(range.waiting(i, queue) / highest) * tall;
    if (i == 0) {
      last_y = y;
      continue;
    }
    if (y == last_y) continue;
    list->AddRectFilled({last_x, last_y - thick}, {x + thick, last_y}, colour);
    list->AddRectFilled({x, std::min(y, last_y) - thick}, {x + thick, std::max(y, last_y)}, colour);
    last_x = x;
    last_y = y;
  }
  list->AddRectFilled({last_x, last_y - thick}, {canvas.x + canvas.width, last_y}, colour);
}

void draw_legend(Ui& ui, const Area& canvas) {
  float x = canvas.x + canvas.width - ui.px(6);
  const float y = canvas.y + ui.px(4);
  for (auto queue = counted.rbegin(); queue != counted.rend(); ++queue) {
    const std::string_view name = name_of(*queue);
    const float width = text_width(ui.fonts.small, name);
    x -= width;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({x - ui.px(18), y},
                        {x + width + ui.px(3), y + ui.fonts.small->FontSize + 2},
                        to_imgui(ui.palette->panel, 0.75));
    list->AddRectFilled({x - ui.px(13), y + ui.px(4)}, {x - ui.px(4), y + ui.px(11)},
                        to_imgui(ui.palette->of(*queue)), ui.px(2));
    draw_text(ui, ui.fonts.small, {x, y}, ui.palette->dim_text, name, x + width + 1);
    x -= ui.px(24);
  }
}

}  // namespace

void draw_counters(Ui& ui, const Area& area, float label) {
  const Session& session = *ui.session;
  if (session.trace().size() == 0 || session.hides_queues() || area.height < ui.px(20)) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddLine({area.x, area.y}, {area.x + area.width, area.y}, to_imgui(ui.palette->line));
  const Area canvas{area.x + label, area.y, std::max(1.0F, area.width - label), area.height};
  const Visible range = visible(session, canvas);
  const std::uint32_t highest = highest_of(range);
  draw_text(ui, ui.fonts.small, {area.x + ui.px(12), area.y + ui.px(6)}, ui.palette->dim_text,
            "waiting", area.x + label);
  draw_text(ui, ui.fonts.small, {area.x + ui.px(12), area.y + ui.px(22)}, ui.palette->dim_text,
            fmt::format("0 to {}", highest), area.x + label);
  const double end = session.hides() ? session.viewport().to_px(position_of_step(
                                           session.trace(), session.axis(), session.shown()))
                                     : canvas.width;
  const float right = canvas.x + std::clamp(static_cast<float>(end), 0.0F, canvas.width);
  list->PushClipRect({canvas.x, canvas.y}, {right, canvas.y + canvas.height});
  for (const Queue queue : counted) draw_queue(ui, canvas, queue, range, highest);
  list->PopClipRect();
  list->PushClipRect({canvas.x, canvas.y}, {canvas.x + canvas.width, canvas.y + canvas.height});
  draw_legend(ui, canvas);
  list->PopClipRect();
}

}  // namespace loopscope::viewer

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {
namespace {

/// The samples of queue depths, by pixel.
std::vector<MinimapColumn> columns_of(const Session& session, const Range& all, std::size_t width) {
  std::vector<MinimapColumn> columns(width);
  const DepthLevels::Level depths = session.depths().level(
      static_cast<double>(session.trace().size()) / static_cast<double>(width));
  for (std::size_t i = 0; i < depths.samples.size(); ++i) {
    const std::size_t event = i * depths.stride;
    if (event >= session.trace().size()) break;
    const double at =
        session.axis() == Axis::order
            ? static_cast<double>(event)
            : static_cast<double>(session.trace()[static_cast<std::uint32_t>(event)].t_ns);
    const double x = (at - all.begin) / all.length() * static_cast<double>(width);
    MinimapColumn& column =
        columns[std::min(width - 1, static_cast<std::size_t>(std::max(x, 0.0)))];
    const QueueDepths::Sample& sample = depths.samples[i];
    column.sampled = true;
    column.lag_us = std::max(column.lag_us, sample.lag_us);
    std::uint32_t sum = 0;
    for (const std::uint32_t waiting : sample.waiting) sum += waiting;
    column.waiting = std::max(column.waiting, sum);
  }
  for (std::size_t i = 1; i < columns.size(); ++i)  // what waits goes on waiting
    if (!columns[i].sampled) columns[i].waiting = columns[i - 1].waiting;
  return columns;
}

const std::vector<MinimapColumn>& columns_of(Ui& ui, const Range& all, std::size_t width) {
  const Session& session = *ui.session;
  Minimap& map = ui.minimap;
  const bool same = map.events == session.trace().size() && map.axis == session.axis() &&
                    map.all == all && map.columns.size() == width;
  if (!same) map = {session.trace().size(), session.axis(), all, columns_of(session, all, width)};
  return map.columns;
}

double share_of(double value, double highest) {
  return highest <= 0 ? 0 : std::log1p(value) / std::log1p(highest);
}

void move_brush(Ui& ui, const Area& area, const Range& all, float x0, float x1) {
  using Grip = Ui::Grip;
  Viewport& view = ui.session->viewport();
  const ImVec2 mouse = ImGui::GetMousePos();
  const auto position = [&](float x) {
    return all.begin + (x - area.x) / static_cast<double>(area.width) * all.length();
  };
  if (ImGui::IsWindowHovered() && ImGui::IsMouseClicked(0)) {
    ui.session->remember_view();
    const float grip = ui.px(6);
    ui.minimap_grip = std::abs(mouse.x - x0) < grip   ? Grip::left
                      : std::abs(mouse.x - x1) < grip ? Grip::right
                                                      : Grip::middle;
    if (mouse.x < x0 - grip || mouse.x > x1 + grip) {
      const double half = view.range().length() / 2;
      view.show({position(mouse.x) - half, position(mouse.x) + half});
    }
  }
  if (!ImGui::IsMouseDown(0)) ui.minimap_grip = Grip::none;
  const Range range = view.range();
  const double moved = ImGui::GetIO().MouseDelta.x / static_cast<double>(area.width) * all.length();
  if (ui.minimap_grip == Grip::middle) view.show({range.begin + moved, range.end + moved});
  if (ui.minimap_grip == Grip::left)
    view.show({std::min(position(mouse.x), range.end - Viewport::min_length), range.end});
  if (ui.minimap_grip == Grip::right)
    view.show({range.begin, std::max(position(mouse.x), range.begin + Viewport::min_length)});
}

MinimapColumn highest_of(const std::vector<MinimapColumn>& columns) {
  MinimapColumn highest;
  for (const MinimapColumn& column : columns) {
    highest.lag_us = std::max(highest.lag_us, column.lag_us);
    highest.waiting = std::max(highest.waiting, column.waiting);
  }
  return highest;
}

void draw_columns(const Ui& ui, const Area& area, const std::vector<MinimapColumn>& columns,
                  const MinimapColumn& highest) {
  const float bottom = area.y + area.height;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const float x = area.x + static_cast<float>(i);
    const auto bar = [&](double share, Colour colour, double alpha, bool lag) {
      if (share > 0)
        ImGui::GetWindowDrawList()->AddRectFilled(
            {x, bottom - static_cast<float>(share) * (area.height - ui.px(4))},
            {x + ui.px(lag ? 2 : 1), bottom}, to_imgui(colour, alpha));
    };
    bar(share_of(columns[i].waiting, highest.waiting), ui.palette->neutral, 0.55, false);
    bar(share_of(columns[i].lag_us, highest.lag_us), ui.palette->of(Queue::timer), 0.9, true);
  }
}

/// Dims what the timeline does not show; x0 to x1 is what it does.
void draw_brush(const Ui& ui, const Area& area, float x0, float x1) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float bottom = area.y + area.height;
  list->AddRectFilled({area.x, area.y}, {x0, bottom}, to_imgui(ui.palette->background, 0.6));
  list->AddRectFilled({x1, area.y}, {area.x + area.width, bottom},
                      to_imgui(ui.palette->background, 0.6));
  list->AddRect({std::max(x0, area.x + 1), area.y + 1},
                {std::min(std::max(x1, x0 + 2), area.x + area.width - 1), bottom - 1},
                to_imgui(ui.palette->accent), ui.px(3), 0, ui.px(1.5));
}

void draw_legend(Ui& ui, const Area& area, const MinimapColumn& highest) {
  const std::string about = highest.lag_us == 0
                                ? std::string("tasks waiting over the run")
                                : fmt::format("loop lag up to {:.1f} ms, over tasks waiting",
                                              static_cast<double>(highest.lag_us) / 1000);
  ImGui::GetWindowDrawList()->AddRectFilled({area.x + ui.px(5), area.y + ui.px(3)},
                                            {area.x + ui.px(15) + text_width(ui.fonts.small, about),
                                             area.y + ui.px(7) + ui.fonts.small->FontSize},
                                            to_imgui(ui.palette->panel, 0.8), ui.px(3));
  draw_text(ui, ui.fonts.small, {area.x + ui.px(10), area.y + ui.px(4)}, ui.palette->dim_text,
            about, area.x + area.width);
}

}  // namespace

void panel_minimap(Ui& ui, const Area& area) {
  if (!begin_panel(ui, "minimap", area, false)) return;
  const Session& session = *ui.session;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Range all = session.viewport().limits();
  const auto& columns = columns_of(ui, all, static_cast<std::size_t>(area.width));
  const MinimapColumn highest = highest_of(columns);
  const float bottom = area.y + area.height;
  const auto x_of = [&](double position) {
    return area.x + static_cast<float>((position - all.begin) / all.length()) * area.width;
  };
  const float x0 = x_of(session.viewport().range().begin);
  const float x1 = x_of(session.viewport().range().end);
  list->PushClipRect({area.x, area.y}, {area.x + area.width, bottom}, false);
  draw_columns(ui, area, columns, highest);
  draw_brush(ui, area, x0, x1);
  const float cursor = x_of(position_of_step(session.trace(), session.axis(), session.step()));
  list->AddLine({cursor, area.y}, {cursor, bottom}, to_imgui(ui.palette->accent));
  draw_legend(ui, area, highest);
  list->PopClipRect();
  move_brush(ui, area, all, x0, x1);
  ui.drawn.targets["minimap"] = {area.x, area.y, area.x + area.width, bottom};
  end_panel();
}

}  // namespace loopscope::viewer

// What the hands do on the timeline: as in Tracy, Perfetto and gotraceui.
#include <algorithm>
#include <cmath>

#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {
namespace {

/// A click on a box selects it and puts the cursor behind its begin; on a merged box it zooms in;
/// elsewhere it moves the cursor. With Shift the box is the second one for Why.
void click(Ui& ui, ImVec2 from) {
  Session& session = *ui.session;
  const ImVec2 mouse = ImGui::GetMousePos();
  const double x = mouse.x - from.x;
  for (const DrawnRow& row : ui.rows) {
    const float top = from.y + static_cast<float>(row.y);
    if (mouse.y < top || mouse.y >= top + static_cast<float>(row.height)) continue;
    const auto under = [x](const Piece& piece) {
      return x >= piece.x0 - 1 && x <= std::max(piece.x1, piece.x0 + 3);
    };
    const auto piece = std::find_if(row.pieces.rbegin(), row.pieces.rend(), under);
    if (piece != row.pieces.rend() && piece->count > 1) {
      session.remember_view();
      const Range range =
          range_of(session.trace(), session.axis(), piece->box.begin, piece->box.end);
      return session.viewport().show(
          {range.begin - range.length() / 4 - 1, range.end + range.length() / 4 + 1});
    }
    const auto open = std::find_if(row.open.begin(), row.open.end(), under);
    const bool found = piece != row.pieces.rend() || open != row.open.end();
    if (!found) continue;
    const std::uint32_t begin = piece != row.pieces.rend() ? piece->box.begin : open->box.begin;
    pick(ui, begin);
    return session.go_to(begin + 1, false);
  }
  if (!ImGui::GetIO().KeyShift) session.select(no_index);
  session.go_to(step_at(session.trace(), session.axis(), session.viewport().at_px(x)), false);
}

void wheel(Ui& ui, ImVec2 from, TimelineView& view) {
  const ImGuiIO& io = ImGui::GetIO();
  Viewport& viewport = ui.session->viewport();
  if (io.MouseWheelH != 0) viewport.pan(-io.MouseWheelH * ui.px(60));
  if (io.MouseWheel == 0) return;
  if (io.KeyAlt || io.MousePos.x < from.x) {
    view.scroll -= io.MouseWheel * ui.px(50);
    return;
  }
  const double speed = io.KeyCtrl ? 1.08 : io.KeyShift ? 2.5 : 1.35;
  viewport.zoom(io.MousePos.x - from.x, std::pow(speed, io.MouseWheel));
}

void drag(Ui& ui, ImVec2 from, TimelineView& view) {
  Session& session = *ui.session;
  const ImGuiIO& io = ImGui::GetIO();
  const bool right = ImGui::IsMouseDragging(1, 2);
  if (right || (view.panning && ImGui::IsMouseDown(0))) {
    session.viewport().pan(-io.MouseDelta.x);
    view.scroll -= io.MouseDelta.y;
    return;
  }
  if (!view.drag_from || !ImGui::IsMouseDragging(0, 4)) return;
  const double here = session.viewport().at_px(io.MousePos.x - from.x);
  session.measured = Range{std::min(*view.drag_from, here), std::max(*view.drag_from, here)};
}

void release(Ui& ui, ImVec2 from, TimelineView& view) {
  Session& session = *ui.session;
  const bool dragged = ImGui::GetIO().MouseDragMaxDistanceSqr[0] > 16;
  if (view.drag_from && dragged && view.keep && session.measured) {
    const Range range = *session.measured;
    session.keep(Session::Steps{step_at(session.trace(), session.axis(), range.begin),
                                step_at(session.trace(), session.axis(), range.end)});
    session.measured.reset();
  } else if ((view.drag_from || view.panning) && !dragged) {
    session.measured.reset();
    click(ui, from);
  }
  view.drag_from.reset();
  view.panning = false;
}

}  // namespace

void handle_timeline_input(Ui& ui, ImVec2 from, ImVec2 to, TimelineView& view) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool inside =
      ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect({0, from.y}, to, false);
  if (inside) {
    if ((ImGui::IsMouseClicked(0) || ImGui::IsMouseClicked(1)) || io.MouseWheel != 0)
      ui.session->remember_view();
    wheel(ui, from, view);
    if (ImGui::IsMouseDoubleClicked(0) && io.MousePos.x >= from.x)
      ui.commands.push_back(Command::fit_selection);
    else if (ImGui::IsMouseClicked(0) && io.MousePos.x >= from.x) {
      view.panning = io.KeyShift;
      view.keep = io.KeyCtrl;
      if (!view.panning) view.drag_from = ui.session->viewport().at_px(io.MousePos.x - from.x);
    }
  }
  if (inside || view.drag_from || view.panning) drag(ui, from, view);
  if (ImGui::IsMouseReleased(0)) release(ui, from, view);
}

}  // namespace loopscope::viewer

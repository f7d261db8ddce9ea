#include "viewer/ui/diff_signs.hpp"

#include <algorithm>

namespace loopscope::viewer {
namespace {

/// Where one of the differences begins within `step` pixels from `y` on.
void draw_tick(const Ui& ui, const AlignedRuns& runs, ImVec2 at, float y, float step, float tall) {
  const auto line_at = [&](float where) {
    return static_cast<std::uint32_t>(static_cast<double>(where / tall) *
                                      static_cast<double>(runs.lines.size()));
  };
  const std::vector<std::uint32_t>& all = runs.differences;
  const auto found = std::lower_bound(all.begin(), all.end(), line_at(y));
  if (found == all.end() || *found >= std::max(line_at(y + step), line_at(y) + 1)) return;
  ImGui::GetWindowDrawList()->AddRectFilled(
      {at.x + ui.px(2), at.y + y}, {at.x + ui.px(difference_bar_px - 2), at.y + y + ui.px(2)},
      to_imgui(colour_of(ui, runs.lines[*found].beside)));
}

}  // namespace

Colour colour_of(const Ui& ui, Beside beside) {
  return beside == Beside::flipped ? ui.palette->warning : ui.palette->accent;
}

void draw_sign(const Ui& ui, Beside beside, ImVec2 at) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float size = ui.px(5);
  const ImU32 colour = to_imgui(colour_of(ui, beside));
  if (beside == Beside::flipped) {
    const float up = at.x - ui.px(5);
    const float down = at.x + ui.px(5);
    list->AddTriangleFilled({up - size, at.y + size}, {up + size, at.y + size}, {up, at.y - size},
                            colour);
    list->AddTriangleFilled({down - size, at.y - size}, {down + size, at.y - size},
                            {down, at.y + size}, colour);
  } else if (beside == Beside::only_one || beside == Beside::only_other) {
    const float towards = beside == Beside::only_one ? -size : size;
    list->AddTriangleFilled({at.x - towards, at.y - size}, {at.x - towards, at.y + size},
                            {at.x + towards, at.y}, colour);
  } else {
    const float dash = beside == Beside::same ? ui.px(4) : ui.px(1.5);
    list->AddLine({at.x - dash, at.y}, {at.x + dash, at.y}, to_imgui(ui.palette->line), ui.px(1.5));
  }
}

void draw_difference_bar(Ui& ui, const ComparedRuns& compared, double count, ImVec2 at,
                         float tall) {
  DiffView& view = ui.diff;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float wide = ui.px(difference_bar_px);
  ImGui::SetCursorScreenPos(at);
  ImGui::InvisibleButton("bar", {wide, std::max(tall, 1.0F)});
  target(ui, "diff-bar");
  const bool hovered = ImGui::IsItemHovered();
  if (count <= 0 || tall <= 0) return;
  if (ImGui::IsItemActive())
    view.top = (ImGui::GetMousePos().y - at.y) / tall * count - view.in_sight / 2;
  view.top = std::clamp(view.top, 0.0, std::max(0.0, count - std::floor(view.in_sight)));
  list->AddRectFilled(at, {at.x + wide, at.y + tall}, to_imgui(ui.palette->raised, 0.6), ui.px(3));
  const float high =
      std::max(static_cast<float>(view.in_sight / count) * tall, std::min(ui.px(14), tall));
  const float top =
      std::min(at.y + static_cast<float>(view.top / count) * tall, at.y + tall - high);
  if (view.in_sight < count)
    list->AddRectFilled({at.x, top}, {at.x + wide, top + high},
                        to_imgui(ui.palette->neutral, hovered ? 0.9 : 0.6), ui.px(3));
  const float step = ui.px(3);
  for (float y = 0; y < tall; y += step) draw_tick(ui, compared.runs, at, y, step, tall);
}

}  // namespace loopscope::viewer

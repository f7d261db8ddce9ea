// The differences to the run that is compared, on the timeline of the first one.
#include <algorithm>

#include "viewer/ui/diff_signs.hpp"
#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {
namespace {

constexpr float tick_px = 3;

class Differences {
 public:
  Differences(Ui& ui, const ComparedRuns& compared, ImVec2 from, ImVec2 to)
      : ui_(ui),
        session_(*ui.session),
        compared_(compared),
        from_(from),
        to_(to),
        list_(ImGui::GetWindowDrawList()) {}

  void draw() {
    for (float x = from_.x; x < to_.x; x += ui_.px(tick_px)) draw_tick(x);
    draw_mark();
  }

 private:
  [[nodiscard]] std::uint32_t step_at(float x) const {
    return viewer::step_at(session_.trace(), session_.axis(),
                           session_.viewport().at_px(x - from_.x));
  }
  /// Of a difference that begins here.
  void draw_tick(float x) {
    const AlignedRuns& runs = compared_.runs;
    const std::uint32_t begin = step_at(x);
    const std::uint32_t end = step_at(x + ui_.px(tick_px));
    if (begin >= end) return;
    const std::uint32_t found = runs.next_difference(runs.line_at(begin));
    if (found == no_index || runs.place_in_one(found, no_index) >= end) return;
    list_->AddRectFilled({x, from_.y - ui_.px(6)}, {x + ui_.px(2), from_.y - ui_.px(1)},
                         to_imgui(colour_of(ui_, runs.lines[found].beside)));
  }

  void draw_mark() {
    const Trace& trace = session_.trace();
    const std::uint32_t event = compared_.runs.place_in_one(compared_.mark, trace.size() - 1);
    const Range place = range_of(trace, session_.axis(), event, event);
    const float x = from_.x + static_cast<float>(session_.viewport().to_px(place.begin));
    if (x < from_.x - 1 || x > to_.x) return;
    const ImU32 colour = to_imgui(ui_.palette->warning);
    const float dash = ui_.px(5);
    for (float y = from_.y; y < to_.y; y += 2 * dash)
      list_->AddLine({x, y}, {x, std::min(y + dash, to_.y)}, colour, ui_.px(1.7));
    draw_label(x, colour);
  }
  void draw_label(float x, ImU32 colour) {
    const std::string_view text = mark_label(compared_);
    const float wide = text_width(ui_.fonts.small, text) + ui_.px(12);
    const float tall = ui_.fonts.small->FontSize + ui_.px(4);
    const ImVec2 at{std::clamp(x - ui_.px(1), from_.x, std::max(to_.x - wide, from_.x)),
                    from_.y - tall};
    list_->AddRectFilled(at, {at.x + wide, at.y + tall}, colour, ui_.px(3));
    draw_text(ui_, ui_.fonts.small, {at.x + ui_.px(6), at.y + ui_.px(2)},
              text_on(ui_.palette->warning), text, at.x + wide);
    ui_.drawn.targets["difference"] = {at.x, at.y, at.x + wide, at.y + tall};
  }

  Ui& ui_;
  const Session& session_;
  const ComparedRuns& compared_;
  ImVec2 from_;
  ImVec2 to_;
  ImDrawList* list_;
};

}  // namespace

void draw_differences(Ui& ui, ImVec2 from, ImVec2 to) {
  const ComparedRuns* compared = ui.diff.result();
  if (compared != nullptr && compared->mark != no_index && !ui.session->hides())
    Differences(ui, *compared, from, to).draw();
}

}  // namespace loopscope::viewer

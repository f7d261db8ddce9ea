// The orders of two runs side by side: what both did in one line, what differs marked.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "tracer/model/queue_content.hpp"
#include "tracer/model/time_text.hpp"
#include "viewer/model/words.hpp"
#include "viewer/ui/diff_signs.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/texts.hpp"

namespace loopscope::viewer {
namespace {

constexpr double gutter_px = 26;  // between the columns, for a sign

/// Lines of the panel: those of the two runs, and one for the ruled line above the first
/// difference.
double panel_line(const ComparedRuns& compared, std::uint32_t line) {
  return line + (compared.mark != no_index && line >= compared.mark ? 1.0 : 0.0);
}

void reveal(DiffView& view, const ComparedRuns& compared, std::uint32_t line) {
  constexpr double margin = 2;
  const double at = panel_line(compared, line);
  if (at >= view.top + margin && at <= view.top + view.in_sight - margin) return;
  view.top = std::max(0.0, at - view.in_sight / 3);
}

bool is_log(const Trace& trace, std::uint32_t event) {
  return trace[event].kind() == Event::log;
}

std::string label_of(const Trace& trace, std::uint32_t event) {
  const std::string label = box_label(trace, event);
  return is_log(trace, event) ? '"' + label + '"' : label;
}

/// What stands where one of the runs has nothing.
std::string nothing_here(const AlignedLine& line, std::uint32_t index) {
  if (line.beside == Beside::only_one || line.beside == Beside::only_other)
    return line.there == no_index
               ? std::string("not in this run")
               : fmt::format("queued at step {}, never ran", grouped(line.there + 1ULL));
  const bool below = line.there > index;
  const std::uint32_t far = below ? line.there - index : index - line.there;
  return fmt::format("{} {} {}", grouped(far), far == 1 ? "line" : "lines",
                     below ? "below" : "above");
}

class DiffLines {
 public:
  DiffLines(Ui& ui, const ComparedRuns& compared)
      : ui_(ui),
        view_(ui.diff),
        compared_(compared),
        lines_(compared.runs.lines),
        count_(static_cast<double>(lines_.size()) + (compared.mark == no_index ? 0 : 1)),
        tall_(ui.fonts.normal->FontSize + ui.px(5)),
        list_(ImGui::GetWindowDrawList()) {}

  void draw() {
    draw_names();
    from_ = ImGui::GetCursorScreenPos();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    width_ = room.x - ui_.px(difference_bar_px + 4);
    view_.in_sight = std::max(1.0F, room.y / tall_);
    follow();
    scroll(room.y);
    list_->PushClipRect(from_, {from_.x + room.x, from_.y + room.y}, true);
    const auto end = static_cast<std::uint64_t>(std::min(count_, view_.top + view_.in_sight + 1));
    for (auto i = static_cast<std::uint64_t>(view_.top); i < end; ++i) draw_panel_line(i);
    list_->PopClipRect();
    draw_difference_bar(ui_, compared_, count_, {from_.x + width_ + ui_.px(4), from_.y}, room.y);
  }

 private:
  [[nodiscard]] float middle() const { return from_.x + width_ / 2; }
  [[nodiscard]] const Trace& one() const { return ui_.session->trace(); }
  [[nodiscard]] const Trace& other() const { return view_.comparison->trace(); }

  void draw_names() {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float half = (ImGui::GetContentRegionAvail().x - ui_.px(difference_bar_px + 4)) / 2;
    ImFont* font = ui_.fonts.bold;
    ImGui::Dummy({1, font->FontSize + ui_.px(3)});
    draw_text(ui_, font, at, ui_.palette->text, view_.names.one,
              at.x + half - ui_.px(gutter_px / 2));
    draw_text(ui_, font, {at.x + half + ui_.px(gutter_px / 2), at.y}, ui_.palette->text,
              view_.names.other, at.x + 2 * half);
  }

  /// To the first difference at first, and to where the cursor goes afterwards.
  void follow() {
    const std::uint32_t line = compared_.runs.line_at(ui_.session->step());
    if (!std::exchange(view_.shown, true)) {
      view_.cursor_line = line;
      if (compared_.mark != no_index)
        view_.top = std::max(0.0, compared_.mark - view_.in_sight / 4);
    }
    if (line == view_.cursor_line) return;
    view_.cursor_line = line;
    view_.chosen = no_index;
    if (line != no_index) reveal(view_, compared_, line);
  }
  void scroll(float tall) {
    constexpr double lines_a_notch = 3;
    const ImVec2 to{from_.x + width_, from_.y + tall};
    if (ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(from_, to))
      view_.top -= ImGui::GetIO().MouseWheel * lines_a_notch;
    view_.top = std::clamp(view_.top, 0.0, std::max(0.0, count_ - std::floor(view_.in_sight)));
  }

  void draw_panel_line(std::uint64_t at) {
    const float y = from_.y + static_cast<float>(static_cast<double>(at) - view_.top) * tall_;
    if (compared_.mark == no_index || at < compared_.mark)
      draw_line(static_cast<std::uint32_t>(at), y);
    else if (at == compared_.mark)
      draw_mark(y);
    else
      draw_line(static_cast<std::uint32_t>(at - 1), y);
  }

  void draw_mark(float y) {
    const std::string_view text = mark_label(compared_);
    const float wide = text_width(ui_.fonts.small, text) + ui_.px(16);
    const float line_y = y + tall_ / 2;
    const Colour colour = ui_.palette->warning;
    list_->AddLine({from_.x, line_y}, {from_.x + width_, line_y}, to_imgui(colour), ui_.px(2));
    const ImVec2 at{middle() - wide / 2, y + ui_.px(1)};
    list_->AddRectFilled(at, {at.x + wide, y + tall_ - ui_.px(1)}, to_imgui(colour), tall_ / 2);
    draw_text(ui_, ui_.fonts.small, {at.x + ui_.px(8), y + (tall_ - ui_.fonts.small->FontSize) / 2},
              text_on(colour), text, at.x + wide);
    ui_.drawn.targets["diff-mark"] = {at.x, at.y, at.x + wide, y + tall_};
  }

  [[nodiscard]] double tint_of(const AlignedLine& line) const {
    return line.beside == Beside::same || line.beside == Beside::elsewhere ? 0 : 0.17;
  }
  void draw_line(std::uint32_t index, float y) {
    const AlignedLine& line = lines_[index];
    const bool current = index == view_.cursor_line;
    const bool chosen = index == view_.chosen || is_partner_of_chosen(index);
    if (const double tint = tint_of(line); tint > 0)
      fill(from_.x, from_.x + width_, y,
           mix(ui_.palette->panel, colour_of(ui_, line.beside), tint));
    if (current) fill(from_.x, middle(), y, mix(ui_.palette->panel, ui_.palette->accent, 0.34));
    draw_cell(index, true, {from_.x, y});
    draw_cell(index, false, {middle() + ui_.px(gutter_px / 2), y});
    draw_sign(ui_, line.beside, {middle(), y + tall_ / 2});
    if (chosen)
      list_->AddRect({from_.x + 1, y}, {from_.x + width_ - 1, y + tall_ - 1},
                     to_imgui(ui_.palette->text), ui_.px(3), 0, ui_.px(1.5));
  }
  [[nodiscard]] bool is_partner_of_chosen(std::uint32_t index) const {
    const AlignedLine& line = lines_[index];
    return view_.chosen != no_index && line.there == view_.chosen &&
           (line.beside == Beside::flipped || line.beside == Beside::elsewhere);
  }
  void fill(float left, float right, float y, Colour colour) {
    list_->AddRectFilled({left, y}, {right, y + tall_ - 1}, to_imgui(colour), ui_.px(3));
  }

  void draw_cell(std::uint32_t index, bool is_one, ImVec2 at) {
    const AlignedLine& line = lines_[index];
    const std::uint32_t event = is_one ? line.one : line.other;
    const float wide = width_ / 2 - ui_.px(gutter_px / 2);
    ImGui::SetCursorScreenPos(at);
    ImGui::PushID(static_cast<int>(2 * (index % (1U << 30U)) + (is_one ? 0 : 1)));
    const bool clicked = ImGui::InvisibleButton("cell", {std::max(wide, 1.0F), tall_});
    ImGui::PopID();
    target(ui_, fmt::format("diff-{}-{}", is_one ? "one" : "other", index + 1ULL));
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) fill(at.x, at.x + wide, at.y, mix(ui_.palette->panel, ui_.palette->accent, 0.22));
    if (event == no_index)
      draw_text(ui_, ui_.fonts.small,
                {at.x + ui_.px(14), at.y + (tall_ - ui_.fonts.small->FontSize) / 2},
                ui_.palette->dim_text, nothing_here(line, index), at.x + wide);
    else
      draw_event(is_one ? one() : other(), event, at, wide);
    if (hovered && event != no_index) show_tooltip(is_one ? one() : other(), event);
    if (clicked) click(index, event, is_one);
  }
  void draw_event(const Trace& trace, std::uint32_t event, ImVec2 at, float wide) {
    constexpr double for_step_px = 190;
    constexpr double for_time_px = 310;
    const float small_y = at.y + (tall_ - ui_.fonts.small->FontSize) / 2 + ui_.px(1);
    list_->AddRectFilled({at.x + ui_.px(3), at.y + ui_.px(3)},
                         {at.x + ui_.px(9), at.y + tall_ - ui_.px(4)},
                         to_imgui(box_colour(trace, event, *ui_.palette)), ui_.px(2));
    float left = at.x + ui_.px(14);
    float right = at.x + wide - ui_.px(8);
    if (wide > ui_.px(for_step_px)) {
      const std::string step = grouped(event + 1ULL);
      const float room = std::max(ui_.px(38), text_width(ui_.fonts.small, step));
      draw_text(ui_, ui_.fonts.small, {left + room - text_width(ui_.fonts.small, step), small_y},
                ui_.palette->dim_text, step, left + room + 1);
      left += room + ui_.px(9);
    }
    if (wide > ui_.px(for_time_px)) {
      const std::string time = time_label(trace[event].t_ns, 100);
      right -= text_width(ui_.fonts.small, time);
      draw_text(ui_, ui_.fonts.small, {right, small_y}, ui_.palette->dim_text, time, at.x + wide);
      right -= ui_.px(8);
    }
    const bool log = is_log(trace, event);
    ImFont* font = log ? ui_.fonts.mono : ui_.fonts.normal;
    draw_text(ui_, font, {left + (log ? ui_.px(10) : 0), at.y + (tall_ - font->FontSize) / 2},
              ui_.palette->text, label_of(trace, event), right);
  }
  void click(std::uint32_t index, std::uint32_t event, bool is_one) {
    const AlignedLine& line = lines_[index];
    const bool leads = line.beside == Beside::flipped || line.beside == Beside::elsewhere;
    if (event == no_index && leads) return go_to_line(ui_, line.there);
    if (is_one && event != no_index && ImGui::GetIO().KeyShift) return ui_.session->compare(event);
    go_to_line(ui_, index);
  }
  void show_tooltip(const Trace& trace, std::uint32_t event) {
    const std::uint32_t end = trace.forward(event);
    std::string facts =
        fmt::format("step {}, at {}", grouped(event + 1ULL), time_label(trace[event].t_ns, 1));
    if (!is_log(trace, event) && end != no_index)
      facts += fmt::format(", took {}", duration_text(trace[end].t_ns - trace[event].t_ns));
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(ui_.px(420));
    ImGui::TextUnformatted(caption(trace, event).c_str());
    ImGui::TextDisabled("%s", facts.c_str());
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }

  Ui& ui_;
  DiffView& view_;
  const ComparedRuns& compared_;
  const std::vector<AlignedLine>& lines_;
  double count_;
  float tall_;
  ImDrawList* list_;
  ImVec2 from_;
  float width_ = 0;
};

/// Which of the differences is looked at; to the next one, and the end of it all.
void draw_controls(Ui& ui, const ComparedRuns& compared) {
  const std::size_t all = compared.runs.differences.size();
  const std::uint32_t line = ui.diff.chosen != no_index ? ui.diff.chosen : ui.diff.cursor_line;
  const std::size_t at = compared.runs.difference_at(line);
  std::string text = all == 0   ? std::string("no differences")
                     : all == 1 ? std::string("one difference")
                                : fmt::format("{} differences", grouped(all));
  if (at > 0 && all > 1) text = fmt::format("difference {} of {}", grouped(at), grouped(all));
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float right = from.x + ImGui::GetContentRegionAvail().x;
  ImGui::PushFont(ui.fonts.small);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(7), ui.px(2)});
  float wide = 0;
  for (const char* label : {"Previous", "Next", "End"})
    wide += ImGui::CalcTextSize(label).x + ui.px(14 + 4);
  ImGui::SetCursorScreenPos({right - wide, from.y});
  command_button(ui, Command::previous_difference, "Previous");
  ImGui::SameLine(0, ui.px(4));
  command_button(ui, Command::next_difference, "Next");
  ImGui::SameLine(0, ui.px(4));
  command_button(ui, Command::end_comparison, "End");
  const float tall = ImGui::GetItemRectSize().y;
  ImGui::PopStyleVar();
  ImGui::PopFont();
  draw_text(ui, ui.fonts.small, {from.x, from.y + (tall - ui.fonts.small->FontSize) / 2},
            ui.palette->dim_text, text, right - wide - ui.px(8));
  ImGui::SetCursorScreenPos({from.x, from.y + tall + ui.px(4)});
}

}  // namespace

void go_to_line(Ui& ui, std::uint32_t line) {
  const ComparedRuns* compared = ui.diff.result();
  if (compared == nullptr || line >= compared->runs.lines.size()) return;
  Session& session = *ui.session;
  const std::uint32_t event = compared->runs.lines[line].one;
  session.remember_view();
  session.select(event);
  session.go_to(event == no_index ? compared->runs.place_in_one(line, session.trace().size())
                                  : event + 1);
  ui.diff.chosen = line;
  ui.diff.cursor_line = compared->runs.line_at(session.step());
  reveal(ui.diff, *compared, line);
}

void diff_lines_tab(Ui& ui) {
  if (!draw_comparison_state(ui)) return;
  const ComparedRuns& compared = *ui.diff.result();
  if (!compared.diff.related) {
    text_block(ui, diff_sentence(compared.diff), {.colour = ui.palette->text});
    return draw_other_choices(ui);
  }
  draw_controls(ui, compared);
  DiffLines(ui, compared).draw();
}

}  // namespace loopscope::viewer

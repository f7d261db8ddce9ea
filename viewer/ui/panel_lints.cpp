// What is probably wrong with the run, each finding with its evidence to click.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/texts.hpp"

namespace loopscope::viewer {
namespace {

constexpr double indent_px = 22;
constexpr double margin_px = 6;

Colour colour_of(const Ui& ui, Severity severity) {
  if (severity == Severity::error) return ui.palette->warning;
  return severity == Severity::warning ? ui.palette->of(Queue::timer) : ui.palette->dim_text;
}

/// A shape for each: a colour alone would not tell them apart.
void draw_severity(const Ui& ui, Severity severity, ImVec2 middle) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float size = ui.px(6);
  const ImU32 colour = to_imgui(colour_of(ui, severity));
  if (severity == Severity::error)
    list->AddRectFilled({middle.x - size, middle.y - size}, {middle.x + size, middle.y + size},
                        colour, ui.px(2));
  else if (severity == Severity::warning)
    list->AddTriangleFilled({middle.x - size, middle.y + size}, {middle.x + size, middle.y + size},
                            {middle.x, middle.y - size}, colour);
  else
    list->AddCircle(middle, size - 1, colour, 0, ui.px(1.5));
}

/// A kind with its count, lit when only it is shown. Returns its right edge.
float draw_kind(Ui& ui, std::string_view name, std::uint64_t count, std::optional<Lint> kind) {
  const std::string text = fmt::format("{}  {}", name, grouped(count));
  const ImVec2 size{text_width(ui.fonts.small, text) + ui.px(16),
                    ui.fonts.small->FontSize + ui.px(6)};
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool on = ui.lints.only == kind;
  ImGui::PushID(name.data(), name.data() + name.size());
  if (ImGui::InvisibleButton("kind", size)) ui.lints.only = on ? std::nullopt : kind;
  ImGui::PopID();
  target(ui, fmt::format("lint-{}", name));
  const Colour fill = on                       ? ui.palette->accent
                      : ImGui::IsItemHovered() ? ui.palette->line
                                               : ui.palette->raised;
  ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + size.x, at.y + size.y}, to_imgui(fill),
                                            size.y / 2);
  draw_text(ui, ui.fonts.small, {at.x + ui.px(8), at.y + ui.px(3)},
            on ? text_on(fill) : ui.palette->text, text, at.x + size.x);
  return at.x + size.x;
}

/// In as many lines as they need.
void draw_kinds(Ui& ui, const LintList& list) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float right = from.x + ImGui::GetContentRegionAvail().x;
  const float tall = ui.fonts.small->FontSize + ui.px(10);
  ImVec2 at = from;
  const auto put = [&](std::string_view name, std::uint64_t count, std::optional<Lint> kind) {
    const float wide =
        text_width(ui.fonts.small, fmt::format("{}  {}", name, grouped(count))) + ui.px(16);
    if (at.x > from.x && at.x + wide > right) at = {from.x, at.y + tall};
    ImGui::SetCursorScreenPos(at);
    at.x = draw_kind(ui, name, count, kind) + ui.px(5);
  };
  put("all", list.count(), std::nullopt);
  for (const Lint kind : list.kinds()) put(id_of(kind), list.count(kind), kind);
  ImGui::SetCursorScreenPos({from.x, at.y + tall});
}

class LintLines {
 public:
  LintLines(Ui& ui, const LintList& list)
      : ui_(ui),
        found_(list.findings(ui.lints.only)),
        width_(ImGui::GetContentRegionAvail().x - ui.px(margin_px)),
        text_width_(width_ - ui.px(indent_px)) {}

  /// Only what is in sight is drawn; how high all are is known from the frame before.
  void draw(const LintList& list) {
    measure();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float top = ImGui::GetScrollY();
    const float bottom = top + ImGui::GetWindowHeight();
    const std::vector<float>& ends = ui_.lints.ends;
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const float begin = i == 0 ? 0 : ends[i - 1];
      if (ends[i] < top || begin > bottom) continue;
      draw_one(i, {from.x, from.y + begin}, ends[i] - begin);
    }
    ImGui::SetCursorScreenPos({from.x, from.y + (ends.empty() ? 0 : ends.back())});
    const std::uint64_t all = ui_.lints.only ? list.count(*ui_.lints.only) : list.count();
    if (all > found_.size())
      line(ui_, fmt::format("The first {} of {} are listed.", grouped(found_.size()), grouped(all)),
           ui_.palette->dim_text, ui_.fonts.small);
  }

 private:
  void measure() {
    LintsView& view = ui_.lints;
    const std::uint32_t events = ui_.session->trace().size();
    if (view.width == width_ && view.measured == view.only && view.events == events &&
        view.ends.size() == found_.size())
      return;
    view.width = width_;
    view.events = events;
    view.measured = view.only;
    view.ends.clear();
    float end = 0;
    for (const LintFinding* finding : found_) {
      const std::size_t lines =
          wrapped_lines(ui_.fonts.normal, finding->what, text_width_).size() +
          wrapped_lines(ui_.fonts.normal, finding->advice, text_width_).size();
      end += static_cast<float>(lines) * ui_.fonts.normal->FontSize + ui_.fonts.bold->FontSize +
             ui_.px(2 * margin_px + 4);
      view.ends.push_back(end);
    }
  }

  void draw_one(std::size_t i, ImVec2 at, float tall) {
    const LintFinding& finding = *found_[i];
    ImGui::SetCursorScreenPos(at);
    ImGui::PushID(static_cast<int>(i));
    if (ImGui::InvisibleButton("finding", {std::max(width_, 1.0F), tall - ui_.px(2)}))
      look_at(finding);
    ImGui::PopID();
    target(ui_, fmt::format("lint-{}", i + 1));
    const Trace& trace = ui_.session->trace();
    const bool chosen = ui_.session->question() == question_of(trace, finding);
    if (chosen || ImGui::IsItemHovered())
      ImGui::GetWindowDrawList()->AddRectFilled(
          at, {at.x + width_, at.y + tall - ui_.px(2)},
          to_imgui(mix(ui_.palette->panel, ui_.palette->accent, chosen ? 0.22 : 0.1)), ui_.px(4));
    draw_head(finding, {at.x + ui_.px(4), at.y + ui_.px(margin_px - 1)});
    float y = at.y + ui_.px(margin_px + 1) + ui_.fonts.bold->FontSize;
    y = draw_lines(finding.what, {at.x + ui_.px(indent_px), y}, ui_.palette->text);
    draw_lines(finding.advice, {at.x + ui_.px(indent_px), y}, ui_.palette->dim_text);
  }
  void look_at(const LintFinding& finding) {
    Session& session = *ui_.session;
    const Question question = question_of(session.trace(), finding);
    session.remember_view();
    session.ask(question);
    session.go_to(question.one + 1);
  }
  void draw_head(const LintFinding& finding, ImVec2 at) {
    const Severity severity = severity_of(finding.lint);
    draw_severity(ui_, severity, {at.x + ui_.px(6), at.y + ui_.fonts.bold->FontSize / 2 + 1});
    const float left = at.x + ui_.px(indent_px - 4);
    const float right = at.x + width_ - ui_.px(8);
    const std::string where =
        fmt::format("step {}   {}", grouped(finding.event + 1ULL),
                    time_label(ui_.session->trace()[finding.event].t_ns, 1000));
    const float where_x = right - text_width(ui_.fonts.small, where);
    std::string more(name_of(severity));
    if (finding.count > 1) more += fmt::format(", {} times", grouped(finding.count));
    const std::string_view id = id_of(finding.lint);
    draw_text(ui_, ui_.fonts.bold, {left, at.y}, ui_.palette->text, id, where_x - ui_.px(8));
    const float more_x = left + text_width(ui_.fonts.bold, id) + ui_.px(8);
    const float small_y = at.y + ui_.fonts.bold->FontSize - ui_.fonts.small->FontSize - ui_.px(1);
    draw_text(ui_, ui_.fonts.small, {more_x, small_y}, colour_of(ui_, severity), more,
              where_x - ui_.px(8));
    draw_text(ui_, ui_.fonts.small, {where_x, small_y}, ui_.palette->dim_text, where, right + 1);
  }
  float draw_lines(const std::string& text, ImVec2 at, Colour colour) {
    for (const std::string_view each : wrapped_lines(ui_.fonts.normal, text, text_width_)) {
      ImGui::GetWindowDrawList()->AddText(ui_.fonts.normal, ui_.fonts.normal->FontSize, at,
                                          to_imgui(colour), each.data(), each.data() + each.size());
      at.y += ui_.fonts.normal->FontSize;
    }
    ui_.drawn.text(text);
    return at.y;
  }

  Ui& ui_;
  std::vector<const LintFinding*> found_;
  float width_;
  float text_width_;
};

void draw_nothing_found(Ui& ui) {
  text_block(ui, "Nothing found.", {.font = ui.fonts.bold, .colour = ui.palette->text});
  text_block(ui,
             "Looked for: ticks and microtasks that starve the loop, callbacks over 50 ms, timers "
             "late by over 50 ms, orders that hang by a millisecond, handles left open, errors "
             "that nothing caught, rejections, lost records.",
             {.colour = ui.palette->dim_text});
}

}  // namespace

const LintList* lints_of(Ui& ui) {
  if (ui.source->loading()) return nullptr;
  constexpr std::chrono::milliseconds patience{2};
  const LintList* list =
      ui.lints.job.ask(ui.session->trace().size(), patience, [&source = *ui.source](std::uint32_t) {
        const auto held = source.lock();
        return LintList(lint(*source.trace(), {}));
      });
  if (list == nullptr) ui.animating = true;
  return ui.lints.job.latest();
}

void lints_tab(Ui& ui) {
  const LintList* list = ui.lints.job.latest();
  if (list == nullptr)
    return static_cast<void>(text_block(ui,
                                        ui.source->loading()
                                            ? "Looked at as soon as the whole trace is read."
                                            : "Looking through the trace …",
                                        {.colour = ui.palette->dim_text}));
  if (list->count() == 0) return draw_nothing_found(ui);
  draw_kinds(ui, *list);
  ImGui::BeginChild("findings");
  LintLines(ui, *list).draw(*list);
  ImGui::EndChild();
}

}  // namespace loopscope::viewer

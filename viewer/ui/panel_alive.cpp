// What keeps the loop alive at the cursor, with who opened it; and what poll's longest waits were
// for.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "tracer/model/time_text.hpp"
#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/texts.hpp"

namespace loopscope::viewer {
namespace {

constexpr std::chrono::milliseconds patience{2};
constexpr std::size_t max_waits = 10;
constexpr double indent_px = 17;

/// They do not hang by the cursor: a list that changes under a click cannot be walked through.
const std::vector<PollWait>* waits_of(Ui& ui) {
  const auto* waits = ui.alive.waits.ask(ui.session->trace().size(), patience,
                                         [&source = *ui.source](std::uint32_t events) {
                                           const auto held = source.lock();
                                           return longest_waits(*source.trace(), events, max_waits);
                                         });
  if (waits == nullptr) ui.animating = true;
  return waits;
}

/// Moves the cursor there, and lets undo bring the view back.
void go_there(Ui& ui, std::uint32_t event) {
  ui.session->remember_view();
  ui.session->look_at(event);
}

class AliveRow {
 public:
  AliveRow(Ui& ui, const AliveThing& thing, std::size_t number)
      : ui_(ui),
        thing_(thing),
        number_(number),
        at_(ImGui::GetCursorScreenPos()),
        width_(std::max(ImGui::GetContentRegionAvail().x - ui.px(6), 1.0F)) {}

  void draw() {
    const float first = ui_.fonts.bold->FontSize + ui_.px(4);
    const float second = ui_.fonts.small->FontSize + ui_.px(5);
    ImGui::PushID(static_cast<int>(number_));
    if (ImGui::InvisibleButton("thing", {width_, first}))
      pick(ui_, subject_of(ui_.session->trace(), thing_));
    target(ui_, fmt::format("alive-{}", number_));
    draw_head(first);
    ImGui::SetCursorScreenPos({at_.x, at_.y + first});
    if (ImGui::InvisibleButton("origin", {width_, second})) go_there(ui_, thing_.since);
    ImGui::PopID();
    target(ui_, fmt::format("alive-{}-origin", number_));
    draw_text(ui_, ui_.fonts.small, {at_.x + ui_.px(indent_px), at_.y + first},
              ImGui::IsItemHovered() ? ui_.palette->accent : ui_.palette->dim_text,
              origin_of(ui_.session->trace(), thing_), at_.x + width_);
    ImGui::SetCursorScreenPos({at_.x, at_.y + first + second});
  }

 private:
  void draw_head(float tall) {
    const Trace& trace = ui_.session->trace();
    const std::uint32_t subject = subject_of(trace, thing_);
    const bool selected = ui_.session->selected() == subject;
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (selected || ImGui::IsItemHovered())
      list->AddRectFilled(
          at_, {at_.x + width_, at_.y + tall},
          to_imgui(mix(ui_.palette->panel, ui_.palette->accent, selected ? 0.22 : 0.1)), ui_.px(3));
    const float middle = at_.y + tall / 2;
    const ImU32 colour =
        to_imgui(is_handle(trace, thing_) ? ui_.palette->of(Queue::io)
                                          : box_colour(trace, thing_.since, *ui_.palette));
    if (is_handle(trace, thing_))
      list->AddCircle({at_.x + ui_.px(7), middle}, ui_.px(4), colour, 0, ui_.px(2));
    else
      list->AddCircleFilled({at_.x + ui_.px(7), middle}, ui_.px(5), colour);
    draw_words(at_.y + ui_.px(1));
  }
  void draw_words(float y) {
    const float right = at_.x + width_ - ui_.px(4);
    const float state_x = right - text_width(ui_.fonts.small, thing_.state);
    const float left = at_.x + ui_.px(indent_px);
    const float small_y = y + ui_.fonts.bold->FontSize - ui_.fonts.small->FontSize - ui_.px(1);
    draw_text(ui_, ui_.fonts.bold, {left, y}, ui_.palette->text, thing_.name, state_x - ui_.px(8));
    const float kind_x = left + text_width(ui_.fonts.bold, thing_.name) + ui_.px(7);
    draw_text(ui_, ui_.fonts.small, {kind_x, small_y}, ui_.palette->dim_text, thing_.kind,
              state_x - ui_.px(8));
    draw_text(ui_, ui_.fonts.small, {state_x, small_y}, ui_.palette->text, thing_.state, right + 1);
  }

  Ui& ui_;
  const AliveThing& thing_;
  std::size_t number_;
  ImVec2 at_;
  float width_;
};

void draw_things(Ui& ui) {
  const AliveList* list = alive_of(ui);
  if (list == nullptr) return line(ui, "Looking …", ui.palette->dim_text);
  if (list->count == 0)
    return static_cast<void>(text_block(ui, "Nothing keeps the loop alive at the cursor.",
                                        {.colour = ui.palette->text}));
  for (std::size_t i = 0; i < list->things.size(); ++i) AliveRow(ui, list->things[i], i + 1).draw();
  if (list->count > list->things.size())
    line(ui, fmt::format("and {} more", grouped(list->count - list->things.size())),
         ui.palette->dim_text, ui.fonts.small);
}

/// How long, as a bar too, and when; below why it might wait so long, and what ended it.
void draw_wait(Ui& ui, const PollWait& wait, std::size_t number, double share) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(ImGui::GetContentRegionAvail().x - ui.px(6), 1.0F);
  const float tall = ui.fonts.bold->FontSize + ui.px(5);
  ImGui::PushID(static_cast<int>(number));
  if (ImGui::InvisibleButton("wait", {width, tall})) go_there(ui, wait.event);
  ImGui::PopID();
  target(ui, fmt::format("wait-{}", number));
  const bool lit = ImGui::IsItemHovered() || ui.session->selected() == wait.event;
  const float bar = std::max(ui.px(2), width * static_cast<float>(share));
  ImGui::GetWindowDrawList()->AddRectFilled(
      at, {at.x + bar, at.y + tall - ui.px(1)},
      to_imgui(mix(ui.palette->panel, ui.palette->accent, lit ? 0.45 : 0.2)), ui.px(3));
  const float y = at.y + ui.px(1.5);
  const float right = at.x + width - ui.px(4);
  const std::string took = duration_text(wait.took_ns);
  const std::string where = fmt::format("turn {}   step {}   {}", wait.turn,
                                        grouped(wait.event + 1ULL), time_label(wait.t_ns, 1000));
  const float took_right = at.x + ui.px(5) + text_width(ui.fonts.bold, took);
  draw_text(ui, ui.fonts.bold, {at.x + ui.px(5), y}, ui.palette->text, took, right);
  draw_text(
      ui, ui.fonts.small,
      {std::max(right - text_width(ui.fonts.small, where), took_right + ui.px(8)), y + ui.px(2)},
      ui.palette->text, where, right + 1);
  const TextBlock small{.font = ui.fonts.small, .colour = ui.palette->dim_text, .left = ui.px(5)};
  text_block(ui, wait.why, small);
  text_block(ui, "ended: " + wait.ended, small);
  gap(ui, 5);
}

void draw_waits(Ui& ui) {
  const std::vector<PollWait>* waits = waits_of(ui);
  gap(ui, 8);
  heading(ui, "Longest waits in poll", "of the whole run");
  if (waits == nullptr) return line(ui, "Looking through the trace …", ui.palette->dim_text);
  if (waits->empty()) return line(ui, "The loop never came to poll.", ui.palette->dim_text);
  const auto shorter = [](const PollWait& a, const PollWait& b) { return a.took_ns < b.took_ns; };
  const auto longest = std::max_element(waits->begin(), waits->end(), shorter)->took_ns;
  for (std::size_t i = 0; i < waits->size(); ++i)
    draw_wait(ui, (*waits)[i], i + 1,
              static_cast<double>((*waits)[i].took_ns) /
                  static_cast<double>(std::max<std::int64_t>(longest, 1)));
}

}  // namespace

const AliveList* alive_of(Ui& ui) {
  if (ui.source->loading()) return nullptr;
  const Session& session = *ui.session;
  const AliveAsked asked{session.step(), session.loop(), session.trace().size()};
  const AliveList* list =
      ui.alive.job.ask(asked, patience, [&source = *ui.source](const AliveAsked& key) {
        const auto held = source.lock();
        return alive_list(*source.trace(), key);
      });
  if (list == nullptr) ui.animating = true;
  return ui.alive.job.latest();
}

void alive_tab(Ui& ui) {
  if (ui.source->loading())
    return static_cast<void>(text_block(ui, "Looked at as soon as the whole trace is read.",
                                        {.colour = ui.palette->dim_text}));
  ImGui::BeginChild("alive");
  heading(ui, "Keeps the loop alive", "at the cursor");
  draw_things(ui);
  draw_waits(ui);
  ImGui::EndChild();
}

}  // namespace loopscope::viewer

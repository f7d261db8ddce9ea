#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"

namespace loopscope::viewer {
namespace {

constexpr double pi = 3.14159265358979323846;
constexpr std::size_t max_tokens = 14;

/// In the order of a turn: libuv 1.45 and later begin a turn with pending and end it with timers.
std::vector<Phase> ring_of(const Trace& trace) {
  if (trace.header().profile == "classic")
    return {Phase::timers, Phase::pending, Phase::idle, Phase::prepare,
            Phase::poll,   Phase::check,   Phase::close};
  return {Phase::pending, Phase::idle,  Phase::prepare, Phase::poll,
          Phase::check,   Phase::close, Phase::timers};
}

class Ring {
 public:
  Ring(Ui& ui, const Area& area)
      : ui_(ui),
        list_(ImGui::GetWindowDrawList()),
        phases_(ring_of(ui.session->trace())),
        middle_(area.x + area.width / 2, area.y + area.height / 2 + ui.px(8)),
        size_(std::clamp(std::min(area.width / ui.px(620), area.height / ui.px(340)), 0.8F, 1.5F)),
        box_(ui.px(118) * size_, ui.px(62) * size_),
        radius_x_(std::min(area.width / 2 - box_.x / 2 - ui.px(16), area.height * 0.8F)),
        radius_y_(area.height / 2 - box_.y / 2 - ui.px(26)) {
    const Trace& trace = ui.session->trace();
    for (const LoopState::Scope& scope : ui.session->open()) {
      if (scope.kind == ScopeKind::phase) phase_ = static_cast<int>(scope.key);
      if (scope.kind == ScopeKind::turn)
        turn_ = fmt::format("turn {}", trace.number(trace[scope.begin].more));
      if (scope.kind == ScopeKind::task) running_ = scope.begin;
      if (scope.kind == ScopeKind::wait) waits_ = true;
    }
  }

  void draw() {
    draw_track();
    for (std::size_t i = 0; i < phases_.size(); ++i) draw_phase(i);
    draw_hub();
    draw_flying();
  }

 private:
  [[nodiscard]] ImVec2 place(std::size_t i) const {
    const double angle =
        2 * pi * static_cast<double>(i) / static_cast<double>(phases_.size()) - pi / 2;
    return {middle_.x + static_cast<float>(std::cos(angle)) * radius_x_,
            middle_.y + static_cast<float>(std::sin(angle)) * radius_y_};
  }
  [[nodiscard]] ImVec2 place(Queue queue) const {
    for (std::size_t i = 0; i < phases_.size(); ++i)
      if (queue_of(phases_[i]) == queue || (queue == Queue::pool && phases_[i] == Phase::poll))
        return place(i);
    const float side = queue == Queue::tick ? -1.0F : queue == Queue::microtask ? 1.0F : 0.0F;
    return {middle_.x + side * ui_.px(62), middle_.y + ui_.px(26)};
  }

  void draw_track() const {
    constexpr int segments = 96;
    std::array<ImVec2, segments> points;
    for (int i = 0; i < segments; ++i) {
      const double angle = 2 * pi * i / segments;
      points[static_cast<std::size_t>(i)] = {
          middle_.x + static_cast<float>(std::cos(angle)) * radius_x_,
          middle_.y + static_cast<float>(std::sin(angle)) * radius_y_};
    }
    list_->AddPolyline(points.data(), segments, to_imgui(ui_.palette->line), ImDrawFlags_Closed,
                       ui_.px(3));
    for (std::size_t i = 0; i < phases_.size(); ++i) draw_direction(i);
  }

  void draw_direction(std::size_t i) const {
    const double angle =
        2 * pi * (static_cast<double>(i) + 0.5) / static_cast<double>(phases_.size()) - pi / 2;
    const ImVec2 at{middle_.x + static_cast<float>(std::cos(angle)) * radius_x_,
                    middle_.y + static_cast<float>(std::sin(angle)) * radius_y_};
    ImVec2 along{-static_cast<float>(std::sin(angle)) * radius_x_,
                 static_cast<float>(std::cos(angle)) * radius_y_};
    const float length = std::sqrt(along.x * along.x + along.y * along.y);
    along = {along.x / length * ui_.px(7), along.y / length * ui_.px(7)};
    list_->AddTriangleFilled(
        {at.x + along.x, at.y + along.y}, {at.x - along.y * 0.7F, at.y + along.x * 0.7F},
        {at.x + along.y * 0.7F, at.y - along.x * 0.7F}, to_imgui(ui_.palette->dim_text));
  }

  void draw_phase(std::size_t i) {
    const Phase phase = phases_[i];
    const Colour colour = ui_.palette->of(phase);
    const bool lit = phase_ == static_cast<int>(phase);
    const ImVec2 at = place(i);
    const ImVec2 from{at.x - box_.x / 2, at.y - box_.y / 2};
    const ImVec2 to{at.x + box_.x / 2, at.y + box_.y / 2};
    list_->AddRectFilled(from, to, to_imgui(lit ? colour : mix(ui_.palette->raised, colour, 0.14)),
                         ui_.px(9));
    list_->AddRect(from, to, to_imgui(colour, lit ? 1 : 0.55), ui_.px(9), 0, ui_.px(lit ? 3 : 1.5));
    const Colour text = lit ? text_on(colour) : ui_.palette->text;
    const std::string_view name = name_of(phase);
    draw_text(ui_, ui_.fonts.bold,
              {at.x - text_width(ui_.fonts.bold, name) / 2, from.y + ui_.px(7)}, text, name, to.x);
    if (lit && waits_)
      draw_text(ui_, ui_.fonts.small, {from.x + ui_.px(8), to.y - ui_.px(17)}, text, "waiting",
                to.x);
    else
      draw_tokens(queue_of(phase), {from.x + ui_.px(10), to.y - ui_.px(19)}, box_.x - ui_.px(20),
                  lit ? text : colour, text);
  }

  [[nodiscard]] std::uint32_t waiting(Queue queue) const {
    return ui_.session->hides_queues() ? 0 : ui_.session->waiting(queue);
  }

  void draw_tokens(Queue queue, ImVec2 at, float room, Colour colour, Colour text) {
    const std::uint32_t count = waiting(queue);
    if (count == 0) return;
    const float size = ui_.px(11);
    const auto fitting =
        static_cast<std::uint32_t>(std::max(1.0F, (room - ui_.px(26)) / (size + ui_.px(3))));
    const std::uint32_t shown = std::min(count, std::min<std::uint32_t>(fitting, max_tokens));
    for (std::uint32_t i = 0; i < shown; ++i) {
      const float x = at.x + static_cast<float>(i) * (size + ui_.px(3));
      list_->AddRectFilled({x, at.y}, {x + size, at.y + size}, to_imgui(colour), ui_.px(3));
    }
    if (count > shown)
      draw_text(
          ui_, ui_.fonts.small,
          {at.x + static_cast<float>(shown) * (size + ui_.px(3)) + ui_.px(3), at.y - ui_.px(2)},
          text, grouped(count), at.x + room + ui_.px(10));
  }

  /// Half of the hub's width and height, so that it keeps clear of the phases: of those above and
  /// below by its height, of the others by its width.
  [[nodiscard]] ImVec2 half_hub() const {
    const float gap = ui_.px(8);
    ImVec2 half{ui_.px(124) * size_, ui_.px(66) * size_};
    const auto above = [&](std::size_t i) {
      return std::abs(place(i).x - middle_.x) < box_.x / 2 + ui_.px(70);
    };
    for (std::size_t i = 0; i < phases_.size(); ++i)
      if (above(i)) half.y = std::min(half.y, std::abs(place(i).y - middle_.y) - box_.y / 2 - gap);
    for (std::size_t i = 0; i < phases_.size(); ++i)
      if (!above(i) && std::abs(place(i).y - middle_.y) < box_.y / 2 + half.y + gap)
        half.x = std::min(half.x, std::abs(place(i).x - middle_.x) - box_.x / 2 - gap);
    return half;
  }

  void draw_hub() {
    const Trace& trace = ui_.session->trace();
    const auto [half, tall] = half_hub();
    if (half < ui_.px(40) || tall < ui_.px(30)) return;
    const ImVec2 from{middle_.x - half, middle_.y - tall};
    const ImVec2 to{middle_.x + half, middle_.y + tall};
    const Colour colour =
        running_ == no_index ? ui_.palette->line : box_colour(trace, running_, *ui_.palette);
    list_->AddRectFilled(from, to, to_imgui(mix(ui_.palette->panel, colour, 0.2)), ui_.px(12));
    list_->AddRect(from, to, to_imgui(colour), ui_.px(12), 0, ui_.px(2));
    const std::string name = running_ == no_index ? (waits_ ? "waits in poll" : "no callback runs")
                                                  : box_label(trace, running_);
    const float name_width = std::min(text_width(ui_.fonts.large, name), 2 * half - ui_.px(20));
    draw_text(ui_, ui_.fonts.large, {middle_.x - name_width / 2, from.y + ui_.px(8)},
              running_ == no_index ? ui_.palette->dim_text : ui_.palette->text, name,
              to.x - ui_.px(8));
    draw_text(ui_, ui_.fonts.small,
              {middle_.x - text_width(ui_.fonts.small, turn_) / 2, from.y + ui_.px(34)},
              ui_.palette->dim_text, turn_, to.x);
    draw_drain(Queue::tick, from.x + ui_.px(12), to.y - ui_.px(40), half - ui_.px(18));
    draw_drain(Queue::microtask, middle_.x + ui_.px(6), to.y - ui_.px(40), half - ui_.px(18));
  }

  void draw_drain(Queue queue, float x, float y, float room) {
    const std::uint32_t count = waiting(queue);
    const Colour colour = ui_.palette->of(queue);
    list_->AddRectFilled({x, y}, {x + room, y + ui_.px(33)},
                         to_imgui(mix(ui_.palette->panel, colour, count == 0 ? 0.1 : 0.28)),
                         ui_.px(6));
    draw_text(ui_, ui_.fonts.small, {x + ui_.px(7), y + ui_.px(2)},
              count == 0 ? ui_.palette->dim_text : ui_.palette->text, name_of(queue), x + room);
    draw_tokens(queue, {x + ui_.px(7), y + ui_.px(18)}, room - ui_.px(10), colour,
                ui_.palette->text);
  }

  /// The token of the step that comes next, on its way.
  void draw_flying() const {
    const Session& session = *ui_.session;
    const Trace& trace = session.trace();
    if (!session.playing || session.step() >= session.shown()) return;
    const PackedEvent& event = trace[session.step()];
    const std::uint32_t queued =
        event.kind() == Event::task_queue ? session.step() : trace.back(session.step());
    const bool joins = event.kind() == Event::task_queue;
    if ((!joins && event.kind() != Event::task_begin) || queued == no_index) return;
    const Queue queue = trace[queued].queue();
    const ImVec2 box = place(queue);
    const ImVec2 from = joins ? middle_ : box;
    const ImVec2 to = joins ? box : middle_;
    const auto share = static_cast<float>(session.play_share());
    const float eased = share * share * (3 - 2 * share);
    const ImVec2 at{from.x + (to.x - from.x) * eased, from.y + (to.y - from.y) * eased};
    list_->AddCircleFilled(at, ui_.px(9), to_imgui(ui_.palette->of(queue)));
    list_->AddCircle(at, ui_.px(10), to_imgui(ui_.palette->text), 0, ui_.px(1.5));
  }

  Ui& ui_;
  ImDrawList* list_;
  std::vector<Phase> phases_;
  ImVec2 middle_;
  float size_;  // of boxes, 1: as for a small window
  ImVec2 box_;
  float radius_x_;
  float radius_y_;
  int phase_ = -1;
  std::string turn_ = "outside of a turn";
  std::uint32_t running_ = no_index;
  bool waits_ = false;
};

}  // namespace

void panel_ring(Ui& ui, const Area& area) {
  if (!begin_panel(ui, "ring", area, false)) return;
  heading(ui, "The loop",
          ui.session->trace().header().profile == "classic"
              ? "classic: timers first (libuv 1.44, Node 18)"
              : "modern: timers last (libuv 1.45, Node 20)");
  Ring(ui, area).draw();
  end_panel();
}

}  // namespace loopscope::viewer

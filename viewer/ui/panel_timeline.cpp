#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tracer/model/queue_content.hpp"
#include "tracer/model/time_text.hpp"
#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/texts.hpp"

namespace loopscope::viewer {
namespace {

constexpr double label_px = 104;
constexpr double ruler_px = 24;
constexpr double min_box_px = 1.5;

/// The part of the panel where rows are, to the right of their labels.
struct Canvas {
  ImVec2 from;
  ImVec2 to;
  ImDrawList* list;
  TintColours colours;
  ImVec2 mouse;  // far away where another window is under the pointer
  [[nodiscard]] float width() const { return to.x - from.x; }
  [[nodiscard]] float x(double px) const { return from.x + static_cast<float>(px); }
};

double step_of_ruler(double units_for_label) {
  const double power = std::pow(10, std::floor(std::log10(units_for_label)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (power * factor >= units_for_label) return power * factor;
  return power * 10;
}

void draw_ruler(Ui& ui, const Canvas& canvas, float bottom) {
  const Session& session = *ui.session;
  const Viewport& view = session.viewport();
  double step = step_of_ruler(view.range().length() / view.width_px() * ui.px(110));
  if (session.axis() == Axis::order) step = std::max(step, 1.0);
  const double first = std::ceil(std::max(view.range().begin, 0.0) / step) * step;
  const double per_px = view.range().length() / view.width_px();
  for (double at = first; at < view.range().end && step > 0; at += step) {
    const float x = canvas.x(view.to_px(at));
    canvas.list->AddLine({x, canvas.from.y - ui.px(7)}, {x, bottom},
                         to_imgui(ui.palette->line, 0.7));
    const std::string text =
        session.axis() == Axis::order
            ? grouped(static_cast<std::uint64_t>(at))
            : time_label(static_cast<std::int64_t>(at), std::max(per_px, step / 100));
    if (x + ui.px(4) + text_width(ui.fonts.small, text) < canvas.to.x)
      draw_text(ui, ui.fonts.small, {x + ui.px(4), canvas.from.y - ui.px(ruler_px - 5)},
                ui.palette->dim_text, text, canvas.to.x);
  }
}

bool is_point(const Piece& piece) {
  return piece.box.begin == piece.box.end && piece.count == 1;
}

void draw_label(Ui& ui, const Canvas& canvas, const Piece& piece, ImVec2 from, ImVec2 to) {
  constexpr double narrowest_px = 24;  // two letters and the ellipsis
  if (to.x - from.x < ui.px(narrowest_px) || to.y - from.y < ui.px(11)) return;
  const std::string label = piece.count > 1 ? fmt::format("{} ×", grouped(piece.count))
                                            : box_label(ui.session->trace(), piece.longest);
  ImFont* font = to.y - from.y > ui.px(18) ? ui.fonts.normal : ui.fonts.small;
  const ImVec2 at{from.x + ui.px(5), (from.y + to.y - font->FontSize) / 2};
  const float right = to.x - ui.px(3);
  const bool fits = text_width(font, label) <= right - at.x;
  draw_text(ui, font, at, canvas.colours.text_of(piece.tint), fits ? label : short_label(label),
            right);
}

/// Rounded corners cost ten times as much as a plain box, so that small ones have none.
float rounding_of(const Ui& ui, float width) {
  constexpr double narrowest_px = 9;
  return width > ui.px(narrowest_px) ? ui.px(3) : 0;
}

/// An open box has no end: its right edge is torn.
void draw_torn_edge(const Ui& ui, const Canvas& canvas, ImVec2 from, ImVec2 to) {
  const ImU32 none = to_imgui(ui.palette->panel, 0);
  const ImU32 full = to_imgui(ui.palette->panel);
  canvas.list->AddRectFilledMultiColor({std::max(from.x, to.x - ui.px(16)), from.y}, to, none, full,
                                       full, none);
}

bool hover(Ui& ui, const Canvas& canvas, const Piece& piece, ImVec2 from, ImVec2 to) {
  const ImVec2 mouse = canvas.mouse;
  const bool hovered = mouse.x >= from.x && mouse.x < std::max(to.x, from.x + 3) &&
                       mouse.y >= from.y && mouse.y < to.y && mouse.x >= canvas.from.x;
  if (!hovered) return false;
  ui.hovered = piece.longest;
  ui.hovered_count = piece.count;
  return true;
}

bool has_room_for_flag(const Ui& ui, float left, float right) {
  return right - left > 2 * flag_width(ui);
}

void draw_piece(Ui& ui, const Canvas& canvas, const DrawnRow& row, const Piece& piece, bool open) {
  const Session& session = *ui.session;
  const float inset = is_point(piece) && session.axis() == Axis::time ? ui.px(1) : 0;
  const ImVec2 from{std::max(canvas.x(piece.x0), canvas.from.x - 4),
                    canvas.from.y + static_cast<float>(row.y)};
  const float right = std::min(canvas.x(piece.x1), canvas.to.x + 4);
  // Neighbours stay apart.
  const ImVec2 to{std::max(right - from.x > 4 ? right - 1 : right, from.x + ui.px(min_box_px)),
                  from.y + static_cast<float>(row.height)};
  Colour colour = canvas.colours.of(piece.tint);
  if (session.search().active() && !session.search().matches(piece.longest))
    colour = mix(colour, ui.palette->panel, 0.75);
  if (hover(ui, canvas, piece, from, to)) colour = mix(colour, 0xFFFFFF, 0.25);
  canvas.list->AddRectFilled({from.x, from.y + inset}, {to.x, to.y - inset}, to_imgui(colour),
                             rounding_of(ui, to.x - from.x));
  if (open) draw_torn_edge(ui, canvas, from, to);
  if (piece.count > 1 && to.x - from.x > 3)
    canvas.list->AddRectFilled({from.x, to.y - 1}, to, to_imgui(ui.palette->panel));
  const bool asked = piece.count == 1 && flag_of(session, piece.longest) != 0;
  if (asked || (session.selected() == piece.longest && piece.count == 1))
    canvas.list->AddRect({from.x - 1, from.y - 1}, {to.x + 1, to.y + 1}, to_imgui(ui.palette->text),
                         ui.px(3), 0, ui.px(2));
  const float left = std::max(from.x, canvas.from.x);
  const float flag = asked && has_room_for_flag(ui, left, to.x) ? flag_width(ui) + ui.px(1) : 0;
  draw_label(ui, canvas, piece, {left + flag, from.y}, to);
  ++ui.drawn.boxes;
}

void draw_row_label(Ui& ui, const DrawnRow& row, ImVec2 from) {
  ImFont* font = row.height > ui.px(18) ? ui.fonts.normal : ui.fonts.small;
  const float y = from.y + static_cast<float>(row.y + (row.height - font->FontSize) / 2);
  draw_text(ui, font, {from.x + ui.px(12), y}, ui.palette->dim_text, row.row->label,
            from.x + ui.px(label_px - 4));
  ui.drawn.rows.push_back(row.row->label);
}

/// The middle of the row in which an event's box is drawn; below 0 where it is not on the screen.
float row_of_event(const Ui& ui, std::uint32_t event) {
  for (const DrawnRow& row : ui.rows)
    if (row.row->boxes.find_begin(event) < row.row->boxes.size())
      return static_cast<float>(row.y + row.height / 2);
  return -1;
}

void draw_arrow(Ui& ui, const Canvas& canvas, const Arrow& arrow) {
  const Session& session = *ui.session;
  const float from_y = row_of_event(ui, arrow.from);
  const float to_y = row_of_event(ui, arrow.to);
  if (from_y < 0 || to_y < 0) return;
  const auto x_of = [&](std::uint32_t event) {
    return canvas.x(
        session.viewport().to_px(range_of(session.trace(), session.axis(), event, event).begin +
                                 (session.axis() == Axis::order ? 0.5 : 0)));
  };
  const ImVec2 from{x_of(arrow.from), canvas.from.y + from_y};
  const ImVec2 to{x_of(arrow.to), canvas.from.y + to_y};
  const float bend = std::max(ui.px(30), (to.x - from.x) / 2);
  const ImU32 colour = to_imgui(arrow.cause ? ui.palette->warning : ui.palette->accent, 0.9);
  canvas.list->AddBezierCubic(from, {from.x + bend, from.y}, {to.x - bend, to.y},
                              {to.x - ui.px(6), to.y}, colour, ui.px(1.7));
  canvas.list->AddTriangleFilled({to.x - ui.px(7), to.y - ui.px(4)},
                                 {to.x - ui.px(7), to.y + ui.px(4)}, to, colour);
  canvas.list->AddCircleFilled(from, ui.px(3), colour);
}

/// "A" or "B" inside of its box, above it where that is too small, at the edge where it is not in
/// sight.
void draw_flag(Ui& ui, const Canvas& canvas, std::uint32_t event) {
  const Session& session = *ui.session;
  const char letter = flag_of(session, event);
  const Rows::Place place = letter == 0 ? Rows::Place{} : session.rows().find(event);
  if (place.row == nullptr) return;
  const Box& box = place.row->boxes[place.box];
  const Range range = range_of(session.trace(), session.axis(), box.begin, box.end);
  const float left = std::max(canvas.x(session.viewport().to_px(range.begin)), canvas.from.x);
  const float right = std::min(canvas.x(session.viewport().to_px(range.end)), canvas.to.x);
  const float size = flag_width(ui);
  for (const DrawnRow& row : ui.rows) {
    if (row.row != place.row) continue;
    const float top = canvas.from.y + static_cast<float>(row.y);
    const bool inside = has_room_for_flag(ui, left, right);
    const float y = inside ? top + (static_cast<float>(row.height) - size) / 2 : top - size;
    const float x = inside ? left + ui.px(2) : (left + right - size) / 2;
    letter_flag(ui, canvas.list,
                {std::clamp(x, canvas.from.x, canvas.to.x - size), std::max(y, canvas.from.y)},
                letter);
    ui.drawn.targets[std::string("flag-") + letter] = {x, y, x + size, y + size};
  }
}

void draw_cursor(Ui& ui, const Canvas& canvas) {
  const Session& session = *ui.session;
  const float x = canvas.x(
      session.viewport().to_px(position_of_step(session.trace(), session.axis(), session.step())));
  const ImU32 colour = to_imgui(ui.palette->accent);
  const float top = canvas.from.y - ui.px(ruler_px);
  if (x < canvas.from.x - 1 || x > canvas.to.x + 1) return;
  canvas.list->AddLine({x, top}, {x, canvas.to.y}, colour, ui.px(1.5));
  canvas.list->AddTriangleFilled({x - ui.px(6), top}, {x + ui.px(6), top}, {x, top + ui.px(8)},
                                 colour);
}

void draw_marks(Ui& ui, const Canvas& canvas) {
  const Session& session = *ui.session;
  for (const Mark& mark : session.marks().all()) {
    if (mark.step > session.shown()) break;
    const float x = canvas.x(
        session.viewport().to_px(position_of_step(session.trace(), session.axis(), mark.step)));
    if (x < canvas.from.x || x > canvas.to.x) continue;
    const float top = canvas.from.y - ui.px(ruler_px);
    canvas.list->AddLine({x, top}, {x, canvas.to.y}, to_imgui(ui.palette->warning, 0.7));
    canvas.list->AddRectFilled({x, top}, {x + ui.px(9), top + ui.px(9)},
                               to_imgui(ui.palette->warning));
    draw_text(ui, ui.fonts.small, {x + ui.px(12), top - ui.px(2)}, ui.palette->text, mark.note,
              canvas.to.x);
  }
}

void draw_measure(Ui& ui, const Canvas& canvas) {
  const Session& session = *ui.session;
  const auto shade = [&](double begin, double end, Colour colour) {
    canvas.list->AddRectFilled({canvas.x(session.viewport().to_px(begin)), canvas.from.y},
                               {canvas.x(session.viewport().to_px(end)), canvas.to.y},
                               to_imgui(colour, 0.13));
  };
  if (session.kept())
    shade(position_of_step(session.trace(), session.axis(), session.kept()->from),
          position_of_step(session.trace(), session.axis(), session.kept()->to),
          ui.palette->warning);
  if (!session.measured) return;
  const Range range = *session.measured;
  shade(range.begin, range.end, ui.palette->accent);
  const std::uint32_t from = step_at(session.trace(), session.axis(), range.begin);
  const std::uint32_t to = step_at(session.trace(), session.axis(), range.end);
  const std::string length =
      session.axis() == Axis::time
          ? duration_text(static_cast<std::int64_t>(range.length()))
          : duration_text(to == 0 ? 0
                                  : session.trace()[to - 1].t_ns -
                                        session.trace()[std::min(from, to - 1)].t_ns);
  const std::string text = fmt::format("{}  ·  {} events", length, grouped(to - from));
  const float middle = canvas.x(session.viewport().to_px((range.begin + range.end) / 2)) -
                       text_width(ui.fonts.bold, text) / 2;
  const ImVec2 at{std::clamp(middle, canvas.from.x + ui.px(8), canvas.to.x - ui.px(60)),
                  canvas.to.y - ui.px(26)};
  canvas.list->AddRectFilled({at.x - ui.px(8), at.y - ui.px(4)},
                             {at.x + text_width(ui.fonts.bold, text) + ui.px(8),
                              at.y + ui.fonts.bold->FontSize + ui.px(4)},
                             to_imgui(ui.palette->raised), ui.px(5));
  draw_text(ui, ui.fonts.bold, at, ui.palette->text, text, canvas.to.x);
}

/// What a question asks for is not shown before its answer.
void draw_hidden(Ui& ui, const Canvas& canvas) {
  const Session& session = *ui.session;
  const float x = std::max(canvas.x(session.viewport().to_px(
                               position_of_step(session.trace(), session.axis(), session.shown()))),
                           canvas.from.x);
  if (!session.hides() || x >= canvas.to.x) return;
  const float tall = canvas.to.y - canvas.from.y;
  canvas.list->PushClipRect({x, canvas.from.y}, canvas.to, true);
  canvas.list->AddRectFilled({x, canvas.from.y}, canvas.to, to_imgui(ui.palette->raised, 0.6));
  for (float at = x - tall; at < canvas.to.x; at += ui.px(14))
    canvas.list->AddLine({at, canvas.to.y}, {at + tall, canvas.from.y}, to_imgui(ui.palette->line),
                         ui.px(1));
  canvas.list->PopClipRect();
  constexpr std::string_view text = "hidden until you answer";
  const float wide = text_width(ui.fonts.bold, text);
  if (canvas.to.x - x < wide + ui.px(40)) return;
  const ImVec2 at{(x + canvas.to.x - wide) / 2,
                  (canvas.from.y + canvas.to.y - ui.fonts.bold->FontSize) / 2};
  canvas.list->AddRectFilled({at.x - ui.px(12), at.y - ui.px(7)},
                             {at.x + wide + ui.px(12), at.y + ui.fonts.bold->FontSize + ui.px(7)},
                             to_imgui(ui.palette->panel), ui.px(6));
  draw_text(ui, ui.fonts.bold, at, ui.palette->text, text, canvas.to.x);
}

/// Few rows are taller, so that they fill the panel; many are lower, to a degree, before they
/// scroll.
RowHeights heights_for(const Ui& ui, double room) {
  constexpr double tallest = 1.5;
  constexpr double lowest = 0.75;
  RowHeights heights{ui.px(24), ui.px(15), ui.px(3)};
  double all = ui.px(6);
  for (const Row* row : ui.session->rows().all()) all += row_height(*row, heights) + heights.gap;
  const double factor = std::clamp(room / all, lowest, tallest);
  return {std::floor(heights.scope * factor), std::floor(heights.small * factor),
          std::floor(heights.gap * factor)};
}

/// There is more above or below.
void draw_scroll_bar(Ui& ui, const Canvas& canvas, const TimelineView& view) {
  if (view.max_scroll <= 0) return;
  const double room = canvas.to.y - canvas.from.y;
  const double tall = std::max(room * room / (room + view.max_scroll), ui.px(20) * 1.0);
  const float top =
      canvas.from.y + static_cast<float>(view.scroll / view.max_scroll * (room - tall));
  canvas.list->AddRectFilled({canvas.to.x - ui.px(5), top},
                             {canvas.to.x, top + static_cast<float>(tall)},
                             to_imgui(ui.palette->dim_text, 0.7), ui.px(3));
}

void show_tooltip(Ui& ui) {
  if (ui.hovered == no_index || ImGui::IsMouseDragging(0) || ImGui::IsMouseDragging(1)) return;
  const Trace& trace = ui.session->trace();
  const std::uint32_t begin = ui.hovered;
  const std::uint32_t end = trace.forward(begin);
  ImGui::BeginTooltip();
  ImGui::PushFont(ui.fonts.bold);
  const std::string label = box_label(trace, begin);
  ImGui::TextUnformatted(
      ui.hovered_count == 1
          ? label.c_str()
          : fmt::format("{} boxes; the longest is {}", grouped(ui.hovered_count), label).c_str());
  ImGui::PopFont();
  ImGui::PushTextWrapPos(ui.px(420));
  ImGui::TextUnformatted(caption(trace, begin).c_str());
  std::string facts = fmt::format("at {}", time_label(trace[begin].t_ns, 1));
  if (scope_begun_by(trace[begin].kind()) && (end == no_index || end < ui.session->shown()))
    facts += end == no_index
                 ? ", without an end"
                 : fmt::format(", took {}", duration_text(trace[end].t_ns - trace[begin].t_ns));
  ImGui::TextDisabled("%s", facts.c_str());
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

/// Behind the rows' labels, below the ruler, above the counters.
Canvas canvas_in(const Ui& ui, const Area& area, float counters) {
  return {{area.x + ui.px(label_px), area.y + ui.px(ruler_px)},
          {area.x + area.width - ui.px(6), area.y + area.height - counters},
          ImGui::GetWindowDrawList(),
          TintColours(*ui.palette),
          ImGui::IsWindowHovered() ? ImGui::GetMousePos() : ImVec2(-FLT_MAX, -FLT_MAX)};
}

void draw_rows(Ui& ui, const Canvas& canvas) {
  for (const DrawnRow& row : ui.rows) {
    for (const Piece& piece : row.pieces) draw_piece(ui, canvas, row, piece, false);
    for (const Piece& piece : row.open) draw_piece(ui, canvas, row, piece, true);
  }
  draw_hidden(ui, canvas);
  for (const Arrow& arrow : arrows(*ui.session)) draw_arrow(ui, canvas, arrow);
  for (const std::uint32_t event : {ui.session->question().one, ui.session->question().other})
    draw_flag(ui, canvas, event);
}

}  // namespace

void panel_timeline(Ui& ui, const Area& area, TimelineView& view) {
  if (!begin_panel(ui, "timeline", area, false)) return;
  Session& session = *ui.session;
  const float label = ui.px(label_px);
  constexpr double too_low_for_counters_px = 240;
  const float counters =
      area.height < ui.px(too_low_for_counters_px) ? 0 : std::min(ui.px(64), area.height / 4);
  const Canvas canvas = canvas_in(ui, area, counters);
  session.viewport().set_width(canvas.width());
  const double room = canvas.to.y - canvas.from.y;
  const double all = lay_out(session, heights_for(ui, room), view.scroll, room, ui.rows);
  view.max_scroll = std::max(0.0, all - (canvas.to.y - canvas.from.y));
  view.scroll = std::clamp(view.scroll, 0.0, view.max_scroll);
  ui.hovered = no_index;
  handle_timeline_input(ui, canvas.from, canvas.to, view);
  canvas.list->PushClipRect({area.x, canvas.from.y}, canvas.to);
  for (const DrawnRow& row : ui.rows) draw_row_label(ui, row, {area.x, canvas.from.y});
  canvas.list->PopClipRect();
  canvas.list->PushClipRect({canvas.from.x, area.y}, {canvas.to.x, canvas.to.y});
  draw_ruler(ui, canvas, canvas.to.y);
  canvas.list->PopClipRect();
  canvas.list->PushClipRect(canvas.from, canvas.to);
  draw_rows(ui, canvas);
  draw_measure(ui, canvas);
  draw_scroll_bar(ui, canvas, view);
  canvas.list->PopClipRect();
  canvas.list->PushClipRect({canvas.from.x - ui.px(6), area.y},
                            {canvas.to.x, area.y + area.height});
  draw_differences(ui, canvas.from, canvas.to);
  draw_marks(ui, canvas);
  draw_cursor(ui, canvas);
  canvas.list->PopClipRect();
  draw_counters(ui, {area.x, canvas.to.y, area.width - ui.px(6), counters}, label);
  ui.drawn.targets["timeline"] = {canvas.from.x, canvas.from.y, canvas.to.x, canvas.to.y};
  end_panel();
  show_tooltip(ui);
}

}  // namespace loopscope::viewer

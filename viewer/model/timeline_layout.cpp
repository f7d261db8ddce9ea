#include "viewer/model/timeline_layout.hpp"

namespace loopscope::viewer {
namespace {

bool is_small(RowKind kind) {
  return kind == RowKind::wait || kind == RowKind::queue || kind == RowKind::log ||
         kind == RowKind::mark || kind == RowKind::tcp;
}

void draw_open(const Session& session, DrawnRow& drawn) {
  for (const Box& box : session.rows().open(*drawn.row)) {
    const Range range = range_of(session.trace(), session.axis(), box.begin, box.end);
    drawn.open.push_back({.x0 = session.viewport().to_px(range.begin),
                          .x1 = session.viewport().to_px(range.end),
                          .box = box,
                          .longest = box.begin,
                          .tint = tint_of(session.trace(), box.begin)});
  }
}

/// Leaves out what begins where all is hidden, and ends the rest there. Of boxes that are drawn as
/// one the first stands for all.
void hide(const Session& session, std::vector<Piece>& pieces) {
  const std::uint32_t shown = session.shown();
  const double end =
      session.viewport().to_px(position_of_step(session.trace(), session.axis(), shown));
  std::erase_if(pieces, [shown](const Piece& piece) { return piece.box.begin >= shown; });
  for (Piece& piece : pieces) {
    piece.x1 = std::max(piece.x0, std::min(piece.x1, end));
    if (piece.count == 1 || piece.box.end < shown) continue;
    piece.count = 1;
    piece.longest = piece.box.begin;
    piece.tint = tint_of(session.trace(), piece.box.begin);
  }
}

/// Leaves out what was drawn before of the same events at the same place.
void draw_row(const Session& session, const Row& row, DrawnRow& drawn) {
  const Viewport& viewport = session.viewport();
  const DrawnRow::Seen seen{session.axis(),         viewport.range(), viewport.width_px(),
                            session.trace().size(), session.shown(),  session.rows().generation()};
  if (drawn.row == &row && drawn.seen == seen) return;
  drawn.row = &row;
  drawn.seen = seen;
  drawn.pieces.clear();
  drawn.open.clear();
  row.boxes.draw(session.trace(), session.axis(), viewport, drawn.pieces);
  draw_open(session, drawn);
  if (!session.hides()) return;
  hide(session, drawn.pieces);
  hide(session, drawn.open);
}

}  // namespace

double row_height(const Row& row, const RowHeights& heights) {
  return is_small(row.kind) ? heights.small : heights.scope;
}

double lay_out(const Session& session, const RowHeights& heights, double scroll, double height,
               std::vector<DrawnRow>& rows) {
  std::size_t used = 0;
  double y = -scroll;
  for (const Row* row : session.rows().all()) {
    const double tall = row_height(*row, heights);
    if (y + tall > 0 && y < height) {
      if (used == rows.size()) rows.emplace_back();
      DrawnRow& drawn = rows[used++];
      drawn.y = y;
      drawn.height = tall;
      draw_row(session, *row, drawn);
    }
    y += tall + heights.gap;
  }
  rows.resize(used);
  return y + scroll;
}

std::vector<Arrow> arrows(const Session& session) {
  std::vector<Arrow> all;
  const Trace& trace = session.trace();
  const std::uint32_t selected = session.selected();
  if (selected == no_index) return all;
  const std::uint32_t queued = trace.back(selected);
  if (session.cause() != no_index && queued != no_index) all.push_back({queued, selected, true});
  for (const std::uint32_t effect : session.effects())
    if (trace.forward(effect) < session.shown())
      all.push_back({effect, trace.forward(effect), false});
  return all;
}

}  // namespace loopscope::viewer

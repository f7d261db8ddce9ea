// The rows that are on the screen and what is drawn in them; the window draws it, and so does SVG.
#pragma once

#include <string>
#include <vector>

#include "viewer/model/palette.hpp"
#include "viewer/model/session.hpp"

namespace loopscope::viewer {

struct DrawnRow {
  const Row* row = nullptr;
  double y = 0;  // of its top
  double height = 0;
  std::vector<Piece> pieces;
  std::vector<Piece> open;  // without an end, up to the end of the trace

  /// What the pieces were made of: while it is the same, they are.
  struct Seen {
    Axis axis = Axis::time;
    Range range;
    double width_px = 0;
    std::uint32_t events = 0;
    std::uint32_t shown = 0;
    std::uint32_t generation = 0;  // of all rows
    bool operator==(const Seen&) const = default;
  } seen = {};
};

/// From an event in one row to an event in another.
struct Arrow {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  bool cause = false;  // else an effect
};

struct RowHeights {
  double scope = 24;  // turns, phases, callbacks
  double small = 15;  // points, waits, connections
  double gap = 3;
};

/// Rows of `session` between y = 0 and `height`, moved up by `scroll`. Fills `rows`, whose memory
/// is used again, and whose pieces are where nothing has changed; returns the height of all rows.
double lay_out(const Session& session, const RowHeights& heights, double scroll, double height,
               std::vector<DrawnRow>& rows);
[[nodiscard]] double row_height(const Row& row, const RowHeights& heights);

/// Who queued the selected callback, and what it queued.
[[nodiscard]] std::vector<Arrow> arrows(const Session& session);

/// The visible timeline as a picture of its own.
[[nodiscard]] std::string svg(const Session& session, const std::vector<DrawnRow>& rows,
                              const Palette& palette, double width, double height);

}  // namespace loopscope::viewer

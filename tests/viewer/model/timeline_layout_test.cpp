#include "viewer/model/timeline_layout.hpp"

#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

TEST_CASE("rows stand below each other, and only those in sight are laid out", "[viewer]") {
  const Viewed viewed(ordering_script());
  std::vector<DrawnRow> rows;
  const double height = lay_out(*viewed.session, {}, 0, 1000, rows);
  REQUIRE(rows.size() == viewed.rows.all().size());
  for (std::size_t i = 1; i < rows.size(); ++i)
    CHECK(rows[i].y >= rows[i - 1].y + rows[i - 1].height);
  CHECK(height >= rows.back().y + rows.back().height);
  const std::size_t all = rows.size();
  CHECK(lay_out(*viewed.session, {}, 0, 30, rows) == Approx(height));
  CHECK(rows.size() < all);
}

TEST_CASE("scrolling moves the rows up by as much", "[viewer]") {
  const Viewed viewed(ordering_script());
  std::vector<DrawnRow> rows;
  std::vector<DrawnRow> scrolled;
  static_cast<void>(lay_out(*viewed.session, {}, 0, 1000, rows));
  static_cast<void>(lay_out(*viewed.session, {}, 10, 1000, scrolled));
  REQUIRE_FALSE(scrolled.empty());
  for (const DrawnRow& row : scrolled)
    for (const DrawnRow& before : rows)
      if (before.row == row.row) CHECK(row.y == Approx(before.y - 10));
}

TEST_CASE("nothing that is outside of the view is drawn", "[viewer]") {
  const Viewed viewed(ordering_script());
  viewed.session->viewport().show({6, 12});
  std::vector<DrawnRow> rows;
  static_cast<void>(lay_out(*viewed.session, {}, 0, 1000, rows));
  for (const DrawnRow& row : rows)
    for (const Piece& piece : row.pieces) {
      CHECK(piece.x1 >= 0);
      CHECK(piece.x0 <= viewed.session->viewport().width_px());
    }
}

TEST_CASE("arrows lead from the cause and to the effects, and from nothing without a selection",
          "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  CHECK(arrows(session).empty());
  session.select(1);  // main queued the timer and the tick
  const std::vector<Arrow> found = arrows(session);
  CHECK(found.size() == 2);
  for (const Arrow& arrow : found) CHECK_FALSE(arrow.cause);
}

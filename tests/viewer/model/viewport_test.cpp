#include "viewer/model/viewport.hpp"

#include <catch2/catch.hpp>

using namespace loopscope::viewer;

namespace {

Viewport wide() {
  Viewport view;
  view.set_width(1000);
  view.set_limits({0, 1'000'000});
  view.fit();
  return view;
}

}  // namespace

TEST_CASE("the whole run fits into the view, with a margin", "[viewer]") {
  const Viewport view = wide();
  CHECK(view.to_px(0) == Approx(19.23).margin(0.1));
  CHECK(view.to_px(1'000'000) == Approx(980.77).margin(0.1));
}

TEST_CASE("zooming keeps what lies under the pointer", "[viewer]") {
  Viewport view = wide();
  view.show({400'000, 500'000});
  const double before = view.at_px(250);
  view.zoom(250, 3);
  CHECK(view.at_px(250) == Approx(before));
  CHECK(view.range().length() == Approx(100'000.0 / 3));
}

TEST_CASE("a view never leaves its limits, however one zooms and pans", "[viewer]") {
  Viewport view = wide();
  for (int i = 0; i < 100; ++i) view.zoom(i * 10, 2);
  CHECK(view.range().length() == Approx(Viewport::min_length));
  view.pan(1e12);
  CHECK(view.range().end <= view.limits().end * (1 + 1e-12));
  view.pan(-1e15);
  CHECK(view.range().begin == view.limits().begin);
  for (int i = 0; i < 100; ++i) view.zoom(500, 0.5);
  CHECK(view.range().length() == Approx(view.limits().length()));
}

TEST_CASE("revealing moves only as far as it must", "[viewer]") {
  Viewport view = wide();
  view.show({100'000, 200'000});
  const Range before = view.range();
  view.reveal(150'000);
  CHECK(view.range() == before);
  view.reveal(300'000);
  CHECK(view.range().holds(300'000));
  CHECK(view.range().length() == Approx(before.length()));
}

TEST_CASE("views can be undone and redone", "[viewer]") {
  using View = ViewHistory::View;
  ViewHistory history;
  View view{loopscope::viewer::Axis::time, {0, 10}};
  CHECK_FALSE(history.undo(view));
  history.remember(view);
  view.range = {2, 4};
  history.remember(view);
  view.range = {3, 4};
  CHECK(history.undo(view));
  CHECK(view.range == Range{2, 4});
  CHECK(history.undo(view));
  CHECK(view.range == Range{0, 10});
  CHECK_FALSE(history.undo(view));
  CHECK(history.redo(view));
  CHECK(view.range == Range{2, 4});
}

TEST_CASE("a view of all goes on showing all while there is more", "[viewer]") {
  Viewport viewport;
  viewport.set_width(1816);
  for (double end = 1e5 / 3; end < 1e12; end *= 1.37) {
    viewport.set_limits({1 / 7.0, end});
    CHECK(viewport.shows_all());
  }
  viewport.zoom(100, 2);
  CHECK_FALSE(viewport.shows_all());
  const Range range = viewport.range();
  viewport.set_limits({0, 1e13});
  CHECK(viewport.range().length() == Approx(range.length()));
}

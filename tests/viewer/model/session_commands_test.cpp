// What the commands about a session do.
#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"
#include "viewer/model/words.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

TEST_CASE("zooming keeps the middle, and panning the length", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  session.viewport().show({4, 14});
  session.run(Command::zoom_in);
  const Range near = session.viewport().range();
  CHECK(near.length() < 10);
  CHECK((near.begin + near.end) / 2 == Approx(9));
  session.run(Command::pan_right);
  const Range moved = session.viewport().range();
  CHECK(moved.begin > near.begin);
  CHECK(moved.length() == Approx(near.length()));
  session.run(Command::pan_left);
  CHECK(session.viewport().range().begin == Approx(near.begin));
  session.run(Command::zoom_out);
  CHECK(session.viewport().range().length() == Approx(10));
}

TEST_CASE("each change of the view can be undone and done again", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  session.viewport().show({4, 14});
  session.run(Command::zoom_in);
  const Range near = session.viewport().range();
  session.run(Command::fit_all);
  CHECK(session.viewport().shows_all());
  session.run(Command::undo_view);
  CHECK(session.viewport().range().begin == Approx(near.begin));
  CHECK(session.viewport().range().length() == Approx(near.length()));
  session.run(Command::undo_view);
  CHECK(session.viewport().range().length() == Approx(10));
  session.run(Command::redo_view);
  CHECK(session.viewport().range().begin == Approx(near.begin));
  CHECK(session.viewport().range().length() == Approx(near.length()));
}

TEST_CASE("the view is fitted to the selected box, or to all", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  session.select(1);  // main, events 1 to 4
  session.run(Command::fit_selection);
  const Range range = session.viewport().range();
  CHECK(range.begin <= 1);
  CHECK(range.end >= 5);
  CHECK(range.length() < 12);
  session.run(Command::deselect);
  session.run(Command::fit_selection);
  CHECK(session.viewport().shows_all());
}

TEST_CASE("playing has limits of speed and begins anew at the end", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  for (int i = 0; i < 20; ++i) session.run(Command::faster);
  CHECK(session.speed == 10);
  for (int i = 0; i < 20; ++i) session.run(Command::slower);
  CHECK(session.speed == Approx(0.1));
  session.run(Command::to_end);
  session.run(Command::play);
  CHECK(session.playing);
  CHECK(session.step() == 0);
  session.run(Command::play);
  CHECK_FALSE(session.playing);
}

TEST_CASE("the cursor goes from mark to mark, around the end", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  session.run(Command::next_mark);
  CHECK(session.step() == 0);
  for (const std::uint32_t step : {3U, 9U}) {
    session.go_to(step);
    session.run(Command::mark);
  }
  session.run(Command::next_mark);
  CHECK(session.step() == 3);
  session.run(Command::next_mark);
  CHECK(session.step() == 9);
  session.run(Command::mark);
  CHECK(session.marks().all().size() == 1);
}

TEST_CASE("a range is kept from what was measured, else from what is in sight", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  session.viewport().show({4, 14});
  session.run(Command::keep_range);
  CHECK(session.kept() == Session::Steps{4, 14});
  session.measured = Range{6, 9};
  session.run(Command::keep_range);
  CHECK(session.kept() == Session::Steps{6, 9});
  session.run(Command::drop_range);
  CHECK_FALSE(session.kept());
}

TEST_CASE("matches are walked through from the cursor", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  session.find("t");  // timeout#2, tick#3, microtask#4 by their names or queues
  REQUIRE(session.search().count() >= 3);
  const std::uint32_t first = session.selected();
  session.run(Command::next_match);
  CHECK(session.selected() > first);
  session.run(Command::previous_match);
  CHECK(session.selected() == first);
  session.run(Command::clear_search);
  session.run(Command::next_match);
  CHECK(session.selected() == first);
}

TEST_CASE("commands about the window are not the session's", "[viewer]") {
  const Viewed viewed(ordering_script());
  for (const Command command : {Command::open, Command::quit, Command::theme, Command::layout_teach,
                                Command::show_lints, Command::show_alive, Command::help})
    CHECK_FALSE(viewed.session->run(command));
}

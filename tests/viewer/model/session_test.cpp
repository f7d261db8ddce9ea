#include "viewer/model/session.hpp"

#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"
#include "viewer/model/statistics_job.hpp"
#include "viewer/model/timeline_layout.hpp"
#include "viewer/model/words.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

void repeat(Session& session, Command command, int times) {
  for (int i = 0; i < times; ++i) session.run(command);
}
std::string at_cursor(const Session& session) {
  return caption(session.trace(), session.step() - 1);
}

}  // namespace

TEST_CASE("the cursor steps by events, callbacks, phases and turns, and back", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  repeat(session, Command::task_forward, 3);
  CHECK(at_cursor(session).find("timeout#2 is called") == 0);
  session.run(Command::task_back);
  CHECK(at_cursor(session).find("tick#3 is called") == 0);
  session.run(Command::phase_forward);
  CHECK(at_cursor(session) == "The timers phase begins: nothing waits for it.");
  session.run(Command::turn_forward);
  CHECK(at_cursor(session) == "Turn 2 of the loop begins.");
  session.run(Command::turn_back);
  CHECK(at_cursor(session) == "Turn 1 of the loop begins.");
  repeat(session, Command::step_back, 1000);
  CHECK(session.step() == 0);
  session.run(Command::to_end);
  CHECK(session.step() == viewed.trace.size());
}

TEST_CASE("the state at the cursor is the same whichever way one came", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  session.run(Command::to_end);
  for (std::uint32_t step = viewed.trace.size(); step-- > 0;) {
    session.run(Command::step_back);
    CHECK(session.state().save(step).words == viewed.trace.state(step).save(step).words);
  }
}

TEST_CASE("a selected callback knows who queued it and what it queued", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  repeat(session, Command::task_forward, 3);  // the timer
  session.select(session.step() - 1);
  REQUIRE(session.cause() != no_index);
  CHECK(box_label(viewed.trace, session.cause()) == "main#1");
  REQUIRE(session.effects().size() == 1);
  CHECK(arrows(session).size() == 2);
  session.run(Command::to_effect);
  CHECK(box_label(viewed.trace, session.selected()) == "microtask#4");
  repeat(session, Command::to_cause, 2);
  CHECK(box_label(viewed.trace, session.selected()) == "main#1");
}

TEST_CASE("flipping the axis keeps what is in sight", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  CHECK(session.axis() == viewer::Axis::order);
  session.viewport().show({4, 12});
  session.run(Command::flip_axis);
  CHECK(session.axis() == viewer::Axis::time);
  const Range shown = session.viewport().range();
  CHECK(shown.holds(static_cast<double>(viewed.trace[6].t_ns)));
  CHECK_FALSE(shown.holds(static_cast<double>(viewed.trace[17].t_ns)));
  session.run(Command::undo_view);
  CHECK(session.axis() == viewer::Axis::order);
  CHECK(session.viewport().range() == Range{4, 12});
}

TEST_CASE("search finds names whatever their case, output and numbers", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  session.find("TIMEOUT");
  CHECK(session.search().count() == 1);
  CHECK(box_label(viewed.trace, session.selected()) == "timeout#2");
  session.find("ell");
  REQUIRE(session.search().count() == 1);
  CHECK(box_label(viewed.trace, session.selected()) == "hello");
  session.find("#4");
  CHECK(box_label(viewed.trace, session.selected()) == "microtask#4");
  session.find("nothing like it");
  CHECK(session.search().count() == 0);
  session.run(Command::next_match);
  CHECK(session.search().active());
}

TEST_CASE("playing goes on by steps and ends at the end", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  session.run(Command::play);
  session.play(1.0 / Session::steps_per_second);
  CHECK(session.step() == 1);
  session.speed = 10;
  for (int i = 0; i < 100; ++i) session.play(0.1);
  CHECK(session.step() == viewed.trace.size());
  CHECK_FALSE(session.playing);
}

TEST_CASE("a kept range limits the statistics to itself", "[viewer]") {
  const Viewed viewed(ordering_script());
  StatisticsJob job;
  job.start(viewed.trace, {0, viewed.trace.size()});
  job.advance(std::chrono::seconds(10));
  REQUIRE(job.result());
  CHECK(job.result()->tasks_run == 4);
  job.start(viewed.trace, {6, 13});
  job.advance(std::chrono::seconds(10));
  CHECK(job.result()->tasks_run == 2);
  CHECK(job.result()->names.at("timeout").runs.ran.max() == 3000);
  CHECK(box_label(viewed.trace, worst_task(viewed.trace, job.steps(), "timeout", Queue::timer)) ==
        "timeout#2");
}

TEST_CASE("an empty trace can be looked at too", "[viewer]") {
  const Viewed viewed((Script()));
  Session& session = *viewed.session;
  for (const CommandInfo& each : all_commands()) session.run(each.command);
  CHECK(session.step() == 0);
}

TEST_CASE("rows are drawn anew when the view has changed, and only then", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  std::vector<DrawnRow> rows;
  static_cast<void>(lay_out(session, {}, 0, 1000, rows));
  REQUIRE_FALSE(rows.empty());
  const std::size_t pieces = rows.front().pieces.size();
  rows.front().pieces.clear();
  static_cast<void>(lay_out(session, {}, 0, 1000, rows));
  CHECK(rows.front().pieces.empty());
  session.run(Command::zoom_in);
  session.run(Command::fit_all);
  session.viewport().set_width(1001);
  static_cast<void>(lay_out(session, {}, 0, 1000, rows));
  CHECK(rows.front().pieces.size() == pieces);
}

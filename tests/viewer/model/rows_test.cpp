#include "viewer/model/rows.hpp"

#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

std::vector<std::string> labels(const Viewed& viewed) {
  std::vector<std::string> all;
  for (const Row* row : viewed.rows.all()) all.push_back(row->label);
  return all;
}

}  // namespace

TEST_CASE("rows stand in the order of turn, phase, task, tick, microtask, console", "[viewer]") {
  const Viewed viewed(ordering_script());
  CHECK(labels(viewed) == std::vector<std::string>{"turn", "phase", "task", "tick", "microtask",
                                                   "queued", "console"});
  CHECK(viewed.row("phase").boxes.size() == 2);
  CHECK(viewed.row("task").boxes.size() == 2);
}

TEST_CASE("a callback inside of a callback has a row of its own", "[viewer]") {
  Script script;
  script.queue(1, 1, Queue::main);
  script.queue(1, 2, Queue::io);
  script.add(2, Event::task_begin, 1);
  script.run(3, 4, 2);
  script.add(5, Event::task_end, 1);
  const Viewed viewed(script);
  CHECK(viewed.row("task").boxes.size() == 1);
  CHECK(viewed.row("task +1").boxes.size() == 1);
}

TEST_CASE("connections that are open at once have tracks of their own; a free one is used again",
          "[viewer]") {
  Script script;
  script.add(1, Event::tcp_accept, 5);
  script.add(2, Event::tcp_accept, 6);
  script.add(3, Event::tcp_read, 5);
  script.add(4, Event::tcp_close, 5);
  script.add(5, Event::tcp_accept, 7);
  const Viewed viewed(script);
  CHECK(labels(viewed) == std::vector<std::string>{"tcp 1", "tcp 2"});
  CHECK(viewed.row("tcp 1").boxes.size() == 3);
  REQUIRE(viewed.rows.open(viewed.row("tcp 1")).size() == 1);
  CHECK(viewed.rows.open(viewed.row("tcp 1"))[0].begin == 4);
  REQUIRE(viewed.rows.open(viewed.row("tcp 2")).size() == 1);
}

TEST_CASE("thousands of connections fold into the last track", "[viewer]") {
  Script script;
  for (std::uint64_t id = 1; id <= 3000; ++id)
    script.add(static_cast<std::int64_t>(id), Event::tcp_accept, id);
  const Viewed viewed(script);
  CHECK(viewed.rows.all().size() == Rows::max_tracks);
  CHECK(viewed.rows.folded() == 3000 - Rows::max_tracks + 1);
}

TEST_CASE("what has no end is open up to the end of the trace", "[viewer]") {
  Script script;
  script.turn(1, 1);
  script.queue(2, 1, Queue::io);
  script.add(3, Event::task_begin, 1);
  const Viewed viewed(script);
  REQUIRE(viewed.rows.open(viewed.row("task")).size() == 1);
  CHECK(viewed.rows.open(viewed.row("task"))[0].end == 2);
  CHECK(viewed.rows.open(viewed.row("turn")).size() == 1);
}

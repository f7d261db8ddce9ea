#include "viewer/model/box_forest.hpp"

#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

/// So many ticks of 2 ns, one every 10 ns; each is queued before.
Script ticks(std::uint64_t count) {
  Script script;
  for (std::uint64_t i = 1; i <= count; ++i) {
    const auto t_ns = static_cast<std::int64_t>(10 * i);
    script.queue(t_ns, i, Queue::tick);
    script.run(t_ns + 1, t_ns + 3, i);
  }
  return script;
}

std::vector<Piece> drawn(const Viewed& viewed, const Row& row) {
  std::vector<Piece> pieces;
  row.boxes.draw(viewed.trace, viewed.session->axis(), viewed.session->viewport(), pieces);
  return pieces;
}

std::uint64_t boxes_in(const std::vector<Piece>& pieces) {
  std::uint64_t count = 0;
  for (const Piece& piece : pieces) count += piece.count;
  return count;
}

}  // namespace

TEST_CASE("every box is in one piece, whatever the number of boxes", "[viewer]") {
  for (const std::uint64_t count : {1U, 15U, 16U, 17U, 255U, 256U, 257U, 4097U, 70'000U}) {
    INFO(count << " boxes");
    const Viewed viewed(ticks(count));
    viewed.session->viewport().fit();
    const std::vector<Piece> pieces = drawn(viewed, viewed.row("tick"));
    CHECK(boxes_in(pieces) == count);
    for (std::size_t i = 1; i < pieces.size(); ++i)
      CHECK(pieces[i].box.begin > pieces[i - 1].box.end);
  }
}

TEST_CASE("pieces cost pixels, not boxes", "[viewer]") {
  const Viewed viewed(ticks(100'000));
  viewed.session->viewport().fit();
  CHECK(drawn(viewed, viewed.row("tick")).size() <= 1000);
}

TEST_CASE("zoomed in, only what is in sight is drawn, box by box", "[viewer]") {
  const Viewed viewed(ticks(100'000));
  viewed.session->viewport().show({500'000, 500'100});
  const std::vector<Piece> pieces = drawn(viewed, viewed.row("tick"));
  CHECK(pieces.size() >= 10);
  CHECK(pieces.size() <= 12);
  CHECK(boxes_in(pieces) == pieces.size());
}

TEST_CASE("a merged piece is shown as its longest box", "[viewer]") {
  Script script = ticks(5000);
  script.queue(100'000, 9001, Queue::tick);
  script.run(100'001, 100'009, 9001);
  for (std::uint64_t i = 0; i < 5000; ++i) {
    script.queue(100'010 + static_cast<std::int64_t>(10 * i), 10'000 + i, Queue::tick);
    script.run(100'011 + static_cast<std::int64_t>(10 * i),
               100'012 + static_cast<std::int64_t>(10 * i), 10'000 + i);
  }
  const Viewed viewed(script);
  viewed.session->viewport().fit();
  bool seen = false;
  for (const Piece& piece : drawn(viewed, viewed.row("tick")))
    seen = seen || viewed.trace[piece.longest].id == 9001;
  CHECK(seen);
}

TEST_CASE("a box is found by its position and by its begin", "[viewer]") {
  const Viewed viewed(ticks(100));
  const BoxForest& boxes = viewed.row("tick").boxes;
  CHECK(boxes.find(viewed.trace, viewer::Axis::time, 5) == boxes.size());
  CHECK(boxes.find(viewed.trace, viewer::Axis::time, 512) == 50);
  CHECK(boxes.find_begin(boxes[7].begin) == 7);
  CHECK(boxes.find_begin(boxes[7].begin + 1) == boxes.size());
}

TEST_CASE("the index of a row takes few bytes a box", "[viewer]") {
  const Viewed viewed(ticks(100'000));
  CHECK(viewed.row("tick").boxes.bytes() <= 12 * 100'000);
}

TEST_CASE("a long box among thousands of short ones is found, and none is lost", "[viewer]") {
  Script script;
  std::int64_t t_ns = 0;
  for (std::uint64_t i = 1; i <= 20'000; ++i) {
    script.queue(++t_ns, i, Queue::tick);
    const std::int64_t begin_ns = ++t_ns;
    t_ns += i % 1000 == 500 ? 1'000'000 : 2;
    script.run(begin_ns, t_ns, i);
  }
  const Viewed viewed(script);
  REQUIRE(viewed.session->axis() == Axis::time);
  viewed.session->viewport().fit();
  const std::vector<Piece> pieces = drawn(viewed, viewed.row("tick"));
  CHECK(boxes_in(pieces) == 20'000);
  std::size_t alone = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0) CHECK(pieces[i].box.begin > pieces[i - 1].box.end);
    if (pieces[i].count > 1) continue;
    ++alone;
    CHECK(viewed.trace[pieces[i].longest].id % 1000 == 500);
    CHECK(pieces[i].longest == pieces[i].box.begin);
  }
  CHECK(alone == 20);
}

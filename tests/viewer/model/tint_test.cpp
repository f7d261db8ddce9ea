#include "viewer/model/tint.hpp"

#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

TEST_CASE("a box has its queue's colour, in every palette", "[viewer]") {
  const Viewed viewed(ordering_script());
  for (const Palette* palette : {&dark_palette(), &light_palette()})
    for (std::uint32_t i = 0; i < viewed.trace.size(); ++i) {
      const PackedEvent& event = viewed.trace[i];
      if (event.kind() == Event::task_queue)
        CHECK(colour_of(tint_of(viewed.trace, i), *palette) == palette->of(event.queue()));
      if (event.kind() == Event::task_begin)
        CHECK(colour_of(tint_of(viewed.trace, i), *palette) ==
              palette->of(viewed.trace[viewed.trace.back(i)].queue()));
      if (event.kind() == Event::phase_begin)
        CHECK(colour_of(tint_of(viewed.trace, i), *palette) == palette->of(event.phase()));
    }
}

TEST_CASE("what is written on a box can be told from it", "[viewer]") {
  const TintColours colours(dark_palette());
  for (std::size_t i = 0; i < tint_count; ++i) CHECK(colours.box[i] != colours.text[i]);
}

TEST_CASE("a merged piece has the colour of its longest box", "[viewer]") {
  Script script;
  for (std::uint64_t i = 1; i <= 100; ++i) {
    script.queue(static_cast<std::int64_t>(1000 * i), i, i == 50 ? Queue::check : Queue::timer);
    script.run(static_cast<std::int64_t>(1000 * i + 1),
               static_cast<std::int64_t>(1000 * i + (i == 50 ? 500 : 2)), i);
  }
  const Viewed viewed(script);
  viewed.session->viewport().set_width(4);
  std::vector<Piece> pieces;
  viewed.row("task").boxes.draw(viewed.trace, Axis::order, viewed.session->viewport(), pieces);
  REQUIRE_FALSE(pieces.empty());
  bool found = false;
  for (const Piece& piece : pieces)
    if (viewed.trace[piece.longest].id == 50) {
      found = true;
      CHECK(piece.tint == tint_of(Queue::check));
    }
  CHECK(found);
}

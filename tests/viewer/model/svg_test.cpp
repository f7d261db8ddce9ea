#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"
#include "viewer/model/timeline_layout.hpp"
#include "viewer/model/words.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

TEST_CASE("a label without room is cut to what tells its box from others", "[viewer]") {
  CHECK(short_label("timeout#4") == "#4");
  CHECK(short_label("a#b#12") == "#12");
  CHECK(short_label("poll") == "poll");
  Script script;
  script.define(DefinitionKind::name, 2, "a long name");
  script.queue(1, 1, Queue::tick).name = 2;
  script.run(2, 100, 1);
  const Viewed viewed(script);
  constexpr double width_px = 80;
  viewed.session->viewport().set_width(width_px);
  viewed.session->viewport().fit();
  std::vector<DrawnRow> rows;
  const double height = lay_out(*viewed.session, {}, 0, 500, rows);
  const std::string picture = svg(*viewed.session, rows, light_palette(), width_px, height);
  CHECK(picture.find(">#1</text>") != std::string::npos);
}

TEST_CASE("the visible timeline becomes SVG with rows, boxes and escaped names", "[viewer]") {
  Script script;
  script.define(DefinitionKind::name, 2, "<b> & \"c\"");
  script.queue(1, 1, Queue::tick).name = 2;
  script.run(2, 100, 1);
  const Viewed viewed(script);
  viewed.session->viewport().fit();
  std::vector<DrawnRow> rows;
  const double height = lay_out(*viewed.session, {}, 0, 500, rows);
  REQUIRE(rows.size() == 2);
  const std::string picture = svg(*viewed.session, rows, light_palette(), 1000, height);
  CHECK(picture.find("&lt;b&gt; &amp; &quot;c&quot;#1") != std::string::npos);
  CHECK(picture.find("<b>") == std::string::npos);
  CHECK(picture.find(">tick</text>") != std::string::npos);
}

TEST_CASE("a box without an end is in the picture, and its text ends with the box", "[viewer]") {
  Script script;
  script.define(DefinitionKind::name, 2, "äöü a name that is much too long for its box");
  for (std::uint64_t id = 1; id <= 20; ++id) {
    script.queue(0, id, Queue::timer).name = 2;
    script.run(static_cast<std::int64_t>(id) * 100, static_cast<std::int64_t>(id) * 100 + 90, id);
  }
  script.queue(3000, 21, Queue::timer).name = 2;
  script.add(3001, Event::task_begin, 21);  // runs still
  const Viewed viewed(script);
  std::vector<DrawnRow> rows;
  const double height = lay_out(*viewed.session, {}, 0, 500, rows);
  const std::string picture = svg(*viewed.session, rows, dark_palette(), 1000, height);
  CHECK(picture.find("#21</title>") != std::string::npos);
  CHECK(picture.find("too long for its box#1</title>") != std::string::npos);
  CHECK(picture.find("too long for its box#1</text>") == std::string::npos);
  CHECK(picture.ends_with("</svg>\n"));
}

#include "tracer/cli/closest.hpp"

#include <array>

#include <catch2/catch.hpp>

using loopscope::closest;

namespace {

std::string meant(std::string_view word) {
  static const std::array<std::string, 5> verbs = {"sample", "timeline", "stats", "validate",
                                                   "export"};
  return closest(word, verbs);
}

}  // namespace

TEST_CASE("a word with a slip or two is recognised", "[cli]") {
  CHECK(meant("timlin") == "timeline");
  CHECK(meant("tiemline") == "timeline");
  CHECK(meant("stat") == "stats");
  CHECK(meant("smaple") == "sample");
  CHECK(meant("exports") == "export");
}

TEST_CASE("a beginning is enough", "[cli]") {
  CHECK(meant("val") == "validate");
  CHECK(meant("e") == "export");
}

TEST_CASE("what is like nothing is not guessed", "[cli]") {
  CHECK(meant("frob").empty());
  CHECK(meant("").empty());
  CHECK(meant("x").empty());
  CHECK(meant(std::string(100'000, 't')).empty());
  CHECK(closest("stats", {}).empty());
}

TEST_CASE("of several that are near the nearest is meant, of equals the first", "[cli]") {
  const std::array<std::string, 3> names = {"stick", "tick", "tack"};
  CHECK(closest("tick", names) == "tick");
  CHECK(closest("tock", names) == "tick");
  CHECK(closest("sticks", names) == "stick");
}

TEST_CASE("a longer word may have more slips, but never as many as letters", "[cli]") {
  const std::array<std::string, 1> names = {"promise in timeout"};
  CHECK(closest("pomise i timout", names) == names[0]);
  CHECK(closest("pmise imeot", names).empty());
  const std::array<std::string, 1> two = {"xy"};
  CHECK(closest("ab", two).empty());
  CHECK(closest("ay", two) == "xy");
}

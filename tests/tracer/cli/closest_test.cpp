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

#include "tracer/cli/compare_report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace loopscope;

namespace {

Comparison two(std::vector<std::string> one, std::vector<std::string> other) {
  Comparison comparison;
  comparison.runs = {{"classic", std::move(one), 0, false}, {"modern", std::move(other), 1, false}};
  return comparison;
}

}  // namespace

TEST_CASE("outputs stand side by side, what differs from the first is marked", "[cli][compare]") {
  CHECK(compare_text(two({"main", "tick"}, {"main", "promise", "tick"}), false) ==
        "         classic                                   modern\n"
        "    1    main                                      main\n"
        "    2    tick                                    ≠ promise\n"
        "    3                                            ≠ tick\n"
        " exit    0                                       ≠ 1\n"
        "\nAll print the same.\n");
}

TEST_CASE("long lines are cut between characters, control characters are shown", "[cli][compare]") {
  std::string umlauts;
  for (int i = 0; i < 60; ++i) umlauts += "ü";
  const std::string text = compare_text(two({umlauts}, {"\x1b[31m"}), false);
  CHECK(text.find("ü…  ") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\\x1b[31m") != std::string::npos);
}

TEST_CASE("of a long output the first lines are shown", "[cli][compare]") {
  const std::vector<std::string> lines(250, "x");
  CHECK(compare_text(two(lines, lines), false).find("… and 50 more lines\n") != std::string::npos);
}

TEST_CASE("a comparison as JSON", "[cli][compare]") {
  Comparison comparison = two({"a"}, {"b"});
  comparison.runs[1].stopped = true;
  comparison.not_run = "It does not.";
  comparison.pairs.push_back({0, 1, {}});
  const auto json = nlohmann::json::parse(compare_json(comparison));
  CHECK(json.at("runs").at(1) ==
        nlohmann::json({{"title", "modern"}, {"exit", 1}, {"stopped", true}, {"lines", {"b"}}}));
  CHECK(json.at("differences").at(0).at("other") == "modern");
  CHECK(json.at("not_run") == "It does not.");
}

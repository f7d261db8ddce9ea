// `loopscope assert` as a program: what CI sees.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/tracer/cli/workplace.hpp"

using loopscope::test::Workplace;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The sample `ordering`, whose order is the same each time.
struct Recorded : Workplace {
  Recorded() { CHECK(run("sample ordering --virtual-time -o T.jsonl").exit_code == 0); }
  [[nodiscard]] Result check(const std::string& order, const std::string& options = "") const {
    write("ORDER.txt", order);
    return run("assert T.jsonl ORDER.txt " + options);
  }
};

}  // namespace

TEST_CASE("assert: a run that kept to its order ends with 0", "[cli][assert]") {
  const Recorded place;
  const auto result = place.check(
      "# the puzzle\nmain before tick\n\"promise\" directly after \"tick\"\n"
      "no tick chain longer than 2\nno callback over 5 s\nexits\n");
  CHECK(result.exit_code == 0);
  CHECK(contains(result.out, "holds     3  \"promise\" directly after \"tick\"\n"));
  CHECK(contains(result.out, "All 5 claims hold.\n"));
  CHECK(result.err.empty());
}

TEST_CASE("assert: a line that fails is explained and ends with 1", "[cli][assert]") {
  const Recorded place;
  const auto result = place.check("exits\n\"promise in timeout\" before \"tick in timeout\"\n");
  CHECK(result.exit_code == 1);
  CHECK(contains(result.out, "FAILS     2  \"promise in timeout\" before"));
  CHECK(contains(result.out, "tick-before-microtask"));
  CHECK(contains(result.out, "1 of 2 claims hold, 1 fails.\n"));
  CHECK_FALSE(contains(result.out, "\x1b"));
}

TEST_CASE("assert: a name that means nothing fails with the nearest one", "[cli][assert]") {
  const Recorded place;
  const auto result = place.check("tock before main\n");
  CHECK(result.exit_code == 1);
  CHECK(contains(result.out, "Did you mean 'tick'?"));
}

TEST_CASE("assert: a name that means several lists them", "[cli][assert]") {
  const Recorded place;
  const auto result = place.check("then before main\n");
  CHECK(result.exit_code == 1);
  CHECK(contains(result.out, "Choose one by its step: @"));
  CHECK(contains(result.out, "then#4"));
}

TEST_CASE("assert: an order file that cannot be read ends with 2", "[cli][assert]") {
  const Recorded place;
  const auto wrong = place.check("exits\nfoo bar\n");
  CHECK(wrong.exit_code == 2);
  CHECK(contains(wrong.err, "ORDER.txt:2: 'foo bar' is no claim."));
  CHECK(wrong.out.empty());
  CHECK(place.run("assert T.jsonl none.txt").exit_code == 2);
  CHECK(place.check(std::string((1U << 20U) + 1, '#')).exit_code == 2);
}

TEST_CASE("assert: as JSON with each why", "[cli][assert]") {
  const Recorded place;
  const auto result = place.check("exits\ntimer before main\n", "--json");
  CHECK(result.exit_code == 1);
  const auto json = nlohmann::json::parse(result.out);
  CHECK(json.at("hold") == 1);
  CHECK(json.at("fail") == 1);
  CHECK(json.at("claims").at(0) ==
        nlohmann::json({{"line", 1}, {"text", "exits"}, {"holds", true}}));
  CHECK(json.at("claims").at(1).at("why").at("verdict") == "causal");
}

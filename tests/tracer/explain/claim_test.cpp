#include "tracer/explain/claim.hpp"

#include <catch2/catch.hpp>

#include "tracer/format/error.hpp"

using namespace loopscope;

namespace {

OrderClaim only(std::string_view line) {
  const std::vector<OrderClaim> claims = parse_claims(line, "ORDER.txt");
  REQUIRE(claims.size() == 1);
  return claims.front();
}

void refused(std::string_view text, const std::string& what) {
  INFO(text);
  CHECK_THROWS_WITH(parse_claims(text, "ORDER.txt"), Catch::Contains(what));
}

}  // namespace

TEST_CASE("a pair is claimed in one order", "[explain][claim]") {
  const OrderClaim before = only("timer task before \"promise resolve\"");
  CHECK(before.kind == OrderClaim::Kind::before);
  CHECK(before.a == "timer task");
  CHECK(before.b == "promise resolve");
  const OrderClaim directly = only("  app.js:12 directly after #7\r\n");
  CHECK(directly.kind == OrderClaim::Kind::directly_after);
  CHECK(directly.a == "app.js:12");
  CHECK(directly.b == "#7");
}

TEST_CASE("limits are numbers, and times have units", "[explain][claim]") {
  CHECK(only("no tick chain longer than 10").limit == 10);
  CHECK(only("no tick chain longer than 10").kind == OrderClaim::Kind::tick_chain);
  CHECK(only("no microtask chain longer than 0").kind == OrderClaim::Kind::microtask_chain);
  CHECK(only("no callback over 5 ms").limit == 5'000'000);
  CHECK(only("no callback over 1.5s").limit == 1'500'000'000);
  CHECK(only("exits").kind == OrderClaim::Kind::exits);
}

TEST_CASE("what stands in quotes is no keyword and no comment", "[explain][claim]") {
  const OrderClaim claim = only(R"("a before b # 1" before "say \"hi\"" # it does)");
  CHECK(claim.a == "a before b # 1");
  CHECK(claim.b == R"(say "hi")");
  CHECK(claim.text.ends_with("hi\\\"\""));
}

TEST_CASE("lines are counted with the comments and blank ones", "[explain][claim]") {
  const auto claims = parse_claims("# first\n\n#7 before #8\n   \nexits # at last", "ORDER.txt");
  REQUIRE(claims.size() == 2);
  CHECK(claims[0].line == 3);
  CHECK(claims[0].a == "#7");
  CHECK(claims[1].line == 5);
  CHECK(claims[1].text == "exits");
}

TEST_CASE("a line that claims nothing is told with its number and what is allowed",
          "[explain][claim]") {
  refused("exits\nfoo bar", "ORDER.txt:2: 'foo bar' is no claim. A line is one of:");
  refused("no tick chain longer than many", "has no number");
  refused("no tick chain longer than -1", "has no number");
  refused("no tick chain longer than 99999999999999999999", "has no number");
  refused("no callback over 5", "without a unit");
  refused("no callback over five ms", "has no time");
  refused("a before b before c", "keyword twice");
  refused("\"a before b", "quote that does not end");
  refused("a before", "is no claim");
  refused("\"\" before b", "of no letters");
  refused("# nothing\n", "ORDER.txt claims nothing");
}

TEST_CASE("an order file has a bound", "[explain][claim]") {
  std::string text;
  for (std::size_t i = 0; i < OrderClaim::max_claims; ++i) text += "exits\n";
  CHECK(parse_claims(text, "ORDER.txt").size() == OrderClaim::max_claims);
  refused(text + "exits\n", "claims more than 10000 things");
}

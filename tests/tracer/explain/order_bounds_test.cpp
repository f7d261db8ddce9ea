#include <catch2/catch.hpp>

#include "tests/tracer/explain/story.hpp"

using namespace loopscope;

namespace {

/// Two chains, side by side: each read sets up the chain's next one. Ids are even in one, odd in
/// the other.
void two_chains(Story& story, std::uint64_t links) {
  story.main(1).script().queue(5'000, 2, Queue::io, 1);
  story.script().queue(6'000, 3, Queue::io, 1);
  story.end(1).phase(Phase::poll);
  for (std::uint64_t id = 2; id < 2 * links; ++id) story.begin(id).queue(id + 2, Queue::io).end(id);
}

Verdict verdict(Explainer& explainer, const std::string& one, const std::string& other) {
  const auto first = find_moments(explainer.runs(), one, 2);
  const auto then = find_moments(explainer.runs(), other, 2);
  REQUIRE(first.size() == 1);
  REQUIRE(then.size() == 1);
  return explainer.why(first.front(), then.front()).verdict;
}

}  // namespace

TEST_CASE("what is too far apart to be followed is unknown, and stays alone with that",
          "[explain]") {
  Story story;
  two_chains(story, 1'200);
  const Loaded loaded(story.script());
  Explainer explainer(loaded.trace);
  CHECK(verdict(explainer, "100", "2301") == Verdict::unknown);
  CHECK(verdict(explainer, "100", "501") == Verdict::race);
  CHECK(verdict(explainer, "100", "2300") == Verdict::causal);
}

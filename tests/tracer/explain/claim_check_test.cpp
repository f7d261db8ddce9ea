#include "tracer/explain/claim_check.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/explain/story.hpp"

using namespace loopscope;

namespace {

// main queues tick 2, which queues tick 3, and microtask 4; immediate 5 and a timer of 1 ms race.
Story drain() {
  Story story;
  story.main(1).timer(6, 1).queue(5, Queue::check).queue(2, Queue::tick);
  story.queue(4, Queue::microtask).end(1).begin(2).queue(3, Queue::tick).end(2).run(3).run(4);
  story.start().phase(Phase::pending).phase(Phase::check).run(5).at_ms(3).phase(Phase::timers);
  story.begin(6).at_ms(60).end(6);
  return story;
}

class Checked {
 public:
  explicit Checked(Story story, bool closed = true) : loaded_((finish(story, closed))) {}

  ClaimAnswer pair(OrderClaim::Kind kind, const std::string& a, const std::string& b) {
    Runs& runs = explainer_.runs();
    return check_pair(explainer_, kind, find_moments(runs, a, 2).at(0),
                      find_moments(runs, b, 2).at(0));
  }
  ClaimAnswer before(const std::string& a, const std::string& b) {
    return pair(OrderClaim::Kind::before, a, b);
  }
  ClaimAnswer directly(const std::string& a, const std::string& b) {
    return pair(OrderClaim::Kind::directly_after, a, b);
  }
  ClaimAnswer limit(const std::string& line) {
    return check_limit(explainer_, parse_claims(line, "ORDER.txt").at(0));
  }
  [[nodiscard]] const Trace& trace() const { return loaded_.trace; }

 private:
  static Script& finish(Story& story, bool closed) {
    if (closed) story.script().add(1'000'000'000, Event::end);
    return story.script();
  }
  Loaded loaded_;
  Explainer explainer_{loaded_.trace};
};

}  // namespace

TEST_CASE("an order that is guaranteed holds, the other way round it fails with why",
          "[explain][claim]") {
  Checked run(drain());
  const ClaimAnswer holds = run.before("2", "4");
  CHECK(holds.holds);
  CHECK_FALSE(holds.by_chance);
  const ClaimAnswer fails = run.before("4", "2");
  CHECK_FALSE(fails.holds);
  REQUIRE(fails.why);
  CHECK(fails.reason == fails.why->sentence);
  CHECK(rules(*fails.why) == "tick-before-microtask");
}

TEST_CASE("an order that came by chance holds this time", "[explain][claim]") {
  Checked run(drain());
  const ClaimAnswer answer = run.before("5", "6");
  CHECK(answer.holds);
  CHECK(answer.by_chance);
}

TEST_CASE("directly after: no line of output between", "[explain][claim]") {
  Checked run(drain());
  CHECK(run.directly("3", "2").holds);
  CHECK_FALSE(run.directly("2", "3").holds);
  const ClaimAnswer between = run.directly("4", "2");
  CHECK_FALSE(between.holds);
  CHECK(between.reason == "\"3\" came between.");
  CHECK(run.directly("4", "1").reason == "\"2\" came between, and 1 more.");
}

TEST_CASE("directly after, of tasks: no other one began between", "[explain][claim]") {
  Checked run(drain());
  CHECK(run.directly("#3", "#2").holds);
  CHECK(run.directly("#4", "#2").reason == "tick#3 came between.");
}

TEST_CASE("a thing keeps no order with itself", "[explain][claim]") {
  Checked run(drain());
  CHECK(run.before("2", "2").reason == "A and B are the same.");
}

TEST_CASE("what never ran keeps to no order", "[explain][claim]") {
  Story story;
  story.main(1).queue(2, Queue::tick).queue(3, Queue::tick).end(1).run(2);
  Checked run(std::move(story));
  CHECK(run.before("#1", "#2").holds);
  CHECK_FALSE(run.before("#2", "#3").holds);
  CHECK_FALSE(run.before("#3", "#2").holds);
}

TEST_CASE("a chain is as long as one task queues the next", "[explain][claim]") {
  Checked run(drain());
  CHECK(longest_chain(run.trace(), Queue::tick).length == 2);
  CHECK(longest_chain(run.trace(), Queue::microtask).length == 1);
  CHECK(longest_chain(run.trace(), Queue::close).length == 0);
  CHECK(run.limit("no tick chain longer than 2").holds);
  const ClaimAnswer fails = run.limit("no tick chain longer than 1");
  CHECK_FALSE(fails.holds);
  CHECK(fails.reason == "A chain of 2 ticks ran, from tick#2 to tick#3.");
  REQUIRE(fails.why);
  CHECK(fails.why->verdict == Verdict::causal);
}

TEST_CASE("callbacks over a limit are listed", "[explain][claim]") {
  Checked run(drain());
  CHECK(run.limit("no callback over 58 ms").holds);
  const ClaimAnswer fails = run.limit("no callback over 5 ms");
  CHECK(fails.reason == "One callback ran for longer than 5.00 ms.");
  REQUIRE(fails.more.size() == 1);
  CHECK(fails.more[0].find("timer#6") != std::string::npos);
}

TEST_CASE("a program exits if its trace says so", "[explain][claim]") {
  CHECK(Checked(drain()).limit("exits").holds);
  Checked cut(drain(), false);
  CHECK(cut.limit("exits").reason.find("cut off") != std::string::npos);
  CHECK(gaps_of(cut.trace()).find("cut off") != std::string::npos);
}

TEST_CASE("a program that was stopped for what keeps it alive did not exit", "[explain][claim]") {
  Story story = drain();
  story.script().add(900'000'000, Event::stop).alive = AliveReason::handle;
  story.script().add(1'000'000'000, Event::end).n = 124;
  Checked run(std::move(story), false);
  CHECK(run.limit("exits").reason.find("status 124") != std::string::npos);
}

TEST_CASE("lost records are no proof", "[explain][claim]") {
  Story story = drain();
  story.script().add(1'000'000'000, Event::end).dropped = 3;
  Checked run(std::move(story), false);
  CHECK(gaps_of(run.trace()) == "3 records were lost. What they said is not known.");
}

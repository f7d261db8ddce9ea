// Why, between callbacks of the loop: immediates, timers, I/O, close.
#include <catch2/catch.hpp>

#include "tests/tracer/explain/story.hpp"

using namespace loopscope;

TEST_CASE("a timer against an immediate of main is a race", "[explain]") {
  Story story;
  story.main(1).timer(2, 1).queue(3, Queue::check).end(1).at_ms(3).start();
  story.phase(Phase::timers).run(2).phase(Phase::pending).phase(Phase::check).run(3);
  const Why answer = why(story, "2", "3");
  CHECK(answer.verdict == Verdict::race);
  CHECK(rules(answer) == "timer-not-due-yet");
  CHECK_FALSE(answer.flip.empty());
}

TEST_CASE("from an I/O callback the immediate comes before the timer", "[explain]") {
  Story story;
  story.main(1).io(2).end(1).start().phase(Phase::pending).phase(Phase::poll);
  story.begin(2).timer(3, 1).queue(4, Queue::check).end(2);
  story.phase(Phase::check).run(4).at_ms(5).phase(Phase::timers).run(3);
  const Why answer = why(story, "3", "4");
  CHECK(answer.verdict == Verdict::guaranteed);
  CHECK(rules(answer) == "phase-order");
  CHECK(answer.common_label == "io#2@11");
}

TEST_CASE("from an immediate the timer and the next immediate are a race", "[explain]") {
  Story story;
  story.main(1).queue(2, Queue::check).end(1).start().phase(Phase::pending).phase(Phase::check);
  story.begin(2).timer(3, 1).queue(4, Queue::check).end(2).at_ms(3).phase(Phase::timers).run(3);
  story.phase(Phase::pending).phase(Phase::check).run(4);
  CHECK(why(story, "3", "4").verdict == Verdict::race);
}

TEST_CASE("timers of one delay run as they were set", "[explain]") {
  Story story;
  story.main(1).timer(2, 5).timer(3, 5).end(1).start().at_ms(9);
  story.phase(Phase::timers).run(2).run(3);
  const Why answer = why(story, "2", "3");
  CHECK(answer.verdict == Verdict::guaranteed);
  CHECK(rules(answer) == "timer-list");
}

TEST_CASE("a shorter timer that was set first is always due first", "[explain]") {
  Story story;
  story.main(1).timer(2, 5).timer(3, 6).end(1).start().at_ms(9);
  story.phase(Phase::timers).run(2).run(3);
  const Why answer = why(story, "2", "3");
  CHECK(answer.verdict == Verdict::guaranteed);
  CHECK(rules(answer) == "timer-due");
}

TEST_CASE("a delay in the trace counts, whatever the due time makes of it", "[explain]") {
  Story story;
  story.main(1).told_timer(2, 5).timer(3, 4).end(1).start().at_ms(9);
  story.phase(Phase::timers).run(2).run(3);
  CHECK(why(story, "2", "3").verdict == Verdict::race);
  Story told;
  told.main(1).told_timer(2, 5).told_timer(3, 5).end(1).start().at_ms(9);
  told.phase(Phase::timers).run(2).run(3);
  const Why answer = why(told, "2", "3");
  CHECK(answer.verdict == Verdict::guaranteed);
  CHECK_THAT(answer.steps.at(0).text, Catch::Contains("delay of 5 ms"));
}

TEST_CASE("a longer timer that was set first is a race", "[explain]") {
  Story story;
  story.main(1).timer(2, 6).timer(3, 5).end(1).start().at_ms(9);
  story.phase(Phase::timers).run(3).run(2);
  CHECK(why(story, "2", "3").verdict == Verdict::race);
}

TEST_CASE("a list whose first timer is older may be served first", "[explain]") {
  Story story;
  story.main(1).timer(2, 10).queue(3, Queue::check).end(1).start().phase(Phase::pending);
  story.phase(Phase::check).at_ms(6).begin(3).timer(4, 5).timer(5, 10).end(3).at_ms(11);
  story.phase(Phase::timers).run(2).run(4).at_ms(20);
  story.phase(Phase::pending).phase(Phase::timers).run(5);
  CHECK(why(story, "4", "5").verdict == Verdict::race);
}

namespace {

// io#2 sets a timer of 1 ms and one of 2 ms; the immediate 3 sets one of 2 ms.
Story two_lists() {
  Story story;
  story.main(1).io(2).queue(3, Queue::check).end(1).start().at_ms(5);
  story.phase(Phase::pending).phase(Phase::poll);
  story.begin(2).timer(4, 1).timer(5, 2).end(2).phase(Phase::check).begin(3).timer(6, 2).end(3);
  story.at_ms(11).phase(Phase::timers).run(4).run(5).run(6);
  return story;
}

}  // namespace

TEST_CASE("a list that may wait on another run may be served first", "[explain]") {
  Story story = two_lists();
  const Why answer = why(story, "4", "5");
  CHECK(answer.verdict == Verdict::race);
  CHECK(rules(answer) == "timer-due");
}

TEST_CASE("timers of a delay that are gone by then do not count", "[explain]") {
  Story story;
  story.main(1).timer(2, 2).end(1).start().at_ms(5).phase(Phase::timers);
  story.begin(2).timer(4, 1).timer(5, 2).end(2).at_ms(11);
  story.phase(Phase::pending).phase(Phase::timers).begin(4).end(4).begin(5).timer(6, 2).end(5);
  CHECK(why(story, "4", "5").verdict == Verdict::guaranteed);
}

TEST_CASE("a race is passed on to what its two sides queue", "[explain]") {
  Story story;
  story.main(1).timer(2, 6).timer(3, 5).end(1).start().at_ms(9).phase(Phase::timers);
  story.begin(3).queue(4, Queue::check).end(3).begin(2).queue(5, Queue::check).end(2);
  story.phase(Phase::pending).phase(Phase::check).run(4).run(5);
  const Why answer = why(story, "4", "5");
  CHECK(answer.verdict == Verdict::race);
  CHECK(rules(answer) == "fifo timer-due");
}

TEST_CASE("what timers of one list queue keeps their order", "[explain]") {
  Story story;
  story.main(1).timer(2, 5).timer(3, 5).end(1).start().at_ms(9).phase(Phase::timers);
  story.begin(2).queue(4, Queue::check).end(2).begin(3).timer(5, 1).end(3);
  story.phase(Phase::pending).phase(Phase::check).run(4).at_ms(12);
  story.phase(Phase::timers).run(5);
  const Why answer = why(story, "4", "5");
  CHECK(answer.verdict == Verdict::guaranteed);
  CHECK(rules(answer) == "phase-order timer-list");
}

TEST_CASE("two descriptors of one poll are a race", "[explain]") {
  Story story;
  story.main(1).io(2).io(3).end(1).start().phase(Phase::pending).phase(Phase::poll).run(3).run(2);
  const Why answer = why(story, "2", "3");
  CHECK(answer.verdict == Verdict::race);
  CHECK(rules(answer) == "io-readiness");
}

TEST_CASE("what main prints comes before all that the loop calls", "[explain]") {
  Story story;
  story.main(1).io(2).queue(4, Queue::tick).end(1).run(4).start();
  story.phase(Phase::pending).phase(Phase::poll).begin(2).end(2);
  const Why answer = why(story, "4", "2");
  CHECK(answer.verdict == Verdict::guaranteed);
}

TEST_CASE("the latest closed is called first", "[explain]") {
  Story story;
  story.main(1).queue(2, Queue::close).queue(3, Queue::close).end(1).start();
  story.phase(Phase::pending).phase(Phase::close).run(3).run(2);
  const Why answer = why(story, "2", "3");
  CHECK(answer.verdict == Verdict::guaranteed);
  CHECK(rules(answer) == "close-phase");
}

TEST_CASE("timers that a drain armed may be served in the same phase", "[explain]") {
  Story story;
  story.main(1).timer(2, 1).end(1).start().at_ms(2).phase(Phase::timers).begin(2);
  story.queue(3, Queue::check).timer(4, 1).queue(5, Queue::tick).end(2).begin(5).timer(6, 1).end(5);
  story.phase(Phase::pending).phase(Phase::check).run(3).at_ms(9).phase(Phase::timers).run(4);
  CHECK(why(story, "3", "4").verdict == Verdict::race);
}

TEST_CASE("where records were lost nothing is guessed", "[explain]") {
  Story story;
  story.main(1).queue(2, Queue::check).queue(3, Queue::check).end(1).start();
  TraceEvent& drop = story.script().add(15'000, Event::drop);
  drop.n = 3;
  drop.when_ns = 14'000;
  drop.to_ns = 15'000;
  story.phase(Phase::pending).phase(Phase::check).run(2).run(3);
  const Why answer = why(story, "2", "3");
  CHECK(answer.verdict == Verdict::unknown);
  CHECK(answer.unknown.find("3 records") == 0);
}

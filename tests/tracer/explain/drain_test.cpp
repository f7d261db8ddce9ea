// Why, within one drain: ticks, microtasks, and one callback.
#include <catch2/catch.hpp>

#include "tests/tracer/explain/story.hpp"

using namespace loopscope;

TEST_CASE("a tick comes before a microtask", "[explain]") {
  Story story;
  story.main(1).queue(2, Queue::microtask).queue(3, Queue::tick).end(1).run(3).run(2);
  const Why answer = why(story, "2", "3");
  CHECK(answer.verdict == Verdict::guaranteed);
  CHECK(answer.swapped);
  CHECK(rules(answer) == "tick-before-microtask");
  CHECK(answer.first.label == "\"3\"");
  CHECK(answer.common_label == "main#1");
  CHECK(answer.sentence == "\"3\" came before \"2\" because ticks run before microtasks.");
}

TEST_CASE("a tick that a tick queued comes before a microtask", "[explain]") {
  Story story;
  story.main(1).queue(2, Queue::microtask).queue(3, Queue::tick).end(1);
  story.begin(3).queue(4, Queue::tick).end(3).run(4).run(2);
  CHECK(rules(why(story, "4", "2")) == "tick-drain");
}

TEST_CASE("a tick that a microtask queued waits for the other microtasks", "[explain]") {
  Story story;
  story.main(1).queue(2, Queue::microtask).queue(3, Queue::microtask).end(1);
  story.begin(2).queue(4, Queue::tick).end(2).run(3).run(4);
  const Why answer = why(story, "3", "4");
  CHECK(answer.verdict == Verdict::guaranteed);
  CHECK(rules(answer) == "microtask-drain");
}

TEST_CASE("ticks are first in, first out", "[explain]") {
  Story story;
  story.main(1).queue(2, Queue::tick).queue(3, Queue::tick).end(1);
  story.begin(2).queue(4, Queue::tick).end(2).begin(3).queue(5, Queue::tick).end(3).run(4).run(5);
  CHECK(rules(why(story, "4", "5")) == "fifo fifo");
}

TEST_CASE("what a task queued is caused by it", "[explain]") {
  Story story;
  story.main(1).queue(2, Queue::tick).end(1).begin(2).queue(3, Queue::microtask).end(2).run(3);
  const Why answer = why(story, "1", "3");
  CHECK(answer.verdict == Verdict::causal);
  CHECK(rules(answer) == "causal");
}

TEST_CASE("two lines of one call are in the order of the code", "[explain]") {
  Story story;
  story.main(1);
  story.script().log(900'000, "later").by = 1;
  story.at_ms(1).end(1);
  CHECK(rules(why(story, "1", "later")) == "sync");
}

TEST_CASE("an ES module's body is a microtask: promises come before ticks", "[explain]") {
  Story story;
  story.main(1).queue(2, Queue::microtask).end(1).begin(2).queue(3, Queue::main).begin(3);
  story.queue(4, Queue::tick).queue(5, Queue::microtask).end(3).end(2).run(5).run(4);
  const Why answer = why(story, "4", "5");
  CHECK(answer.verdict == Verdict::guaranteed);
  CHECK(rules(answer) == "esm-main-is-microtask");
}

TEST_CASE("the drain of a callback comes before the next callback", "[explain]") {
  Story story;
  story.main(1).queue(2, Queue::check).queue(3, Queue::check).end(1).start();
  story.phase(Phase::pending).phase(Phase::check).begin(2).queue(4, Queue::microtask).end(2);
  story.run(4).run(3);
  const Why answer = why(story, "4", "3");
  CHECK(answer.verdict == Verdict::guaranteed);
  CHECK(rules(answer) == "drain-before-next-callback fifo");
}

TEST_CASE("a drain that an exception put off is not taken for granted", "[explain]") {
  Story story;
  story.main(1).queue(2, Queue::check).queue(3, Queue::check).end(1).start();
  story.phase(Phase::pending).phase(Phase::check).begin(2).queue(4, Queue::tick).end(2, true);
  story.run(3).run(4);
  const Why answer = why(story, "3", "4");
  CHECK(answer.verdict == Verdict::unknown);
  CHECK(answer.unknown.find("An exception") == 0);
}

TEST_CASE("what another tick's exception put off is not taken for granted", "[explain]") {
  Story story;
  story.main(1).queue(2, Queue::tick).queue(3, Queue::tick).timer(4, 1).end(1);
  story.begin(2).end(2, true).run(3).start().at_ms(3).phase(Phase::timers).run(4);
  CHECK(why(story, "3", "4").verdict == Verdict::unknown);
}

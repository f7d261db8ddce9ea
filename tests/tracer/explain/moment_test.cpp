#include "tracer/explain/moment.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/explain/story.hpp"
#include "tracer/cli/chosen_moment.hpp"
#include "tracer/explain/wait.hpp"
#include "tracer/format/error.hpp"

using namespace loopscope;

namespace {

Story two_timers() {
  Story story;
  story.main(1).timer(20, 5).timer(30, 5).queue(40, Queue::tick).end(1).run(40).start().at_ms(9);
  story.phase(Phase::timers).run(20).run(30);
  return story;
}

}  // namespace

TEST_CASE("a moment is found by its line, number, name, step or a part of its line", "[explain]") {
  Story story = two_timers();
  const Loaded loaded(story.script());
  Runs runs(loaded.trace);
  const auto line = find_moments(runs, "30", 9);
  REQUIRE(line.size() == 1);
  CHECK(loaded.trace[line[0].event].kind() == Event::log);
  CHECK(find_moments(runs, "#30", 9).front().event == line[0].run);
  CHECK(find_moments(runs, "timer", 9).size() == 2);
  CHECK(find_moments(runs, "0", 9).size() == 3);
  CHECK(find_moments(runs, "@1", 9).front().event == 0);
  CHECK(find_moments(runs, "none", 9).empty());
}

TEST_CASE("a moment is found as reports print it", "[explain]") {
  Story story = two_timers();
  story.io(50).run(50).run(50);
  const Loaded loaded(story.script());
  Runs runs(loaded.trace);
  const auto timer = find_moments(runs, "timer#30", 9);
  REQUIRE(timer.size() == 1);
  CHECK(label_of(runs, timer.front()) == "timer#30");
  CHECK(find_moments(runs, "tick#30", 9).empty());
  CHECK(find_moments(runs, "timer#", 9).empty());
  const auto runs_of_io = find_moments(runs, "io#50", 9);
  REQUIRE(runs_of_io.size() == 2);
  const auto second = find_moments(runs, label_of(runs, runs_of_io[1]), 9);
  REQUIRE(second.size() == 1);
  CHECK(second.front().event == runs_of_io[1].event);
}

TEST_CASE("what means nothing gets the nearest name, what means several an error", "[explain]") {
  Story story = two_timers();
  const Loaded loaded(story.script());
  Runs runs(loaded.trace);
  CHECK_THROWS_WITH(chosen_moment(runs, "timr"), Catch::Contains("Did you mean 'timer'?"));
  CHECK_THROWS_WITH(chosen_moment(runs, "timer"), Catch::Contains("Choose one by its step"));
}

TEST_CASE("a wait is told in its parts", "[explain]") {
  Story story = two_timers();
  const Loaded loaded(story.script());
  Explainer explainer(loaded.trace);
  const TaskWait wait = explain_wait(explainer, find_moments(explainer.runs(), "30", 9).front());
  REQUIRE(wait.parts.size() == 3);
  CHECK(wait.parts[0].text == "main#1 had to return first");
  CHECK(wait.parts[1].text == "one tick or microtask ran before it");
  CHECK(wait.parts[2].text.find("another callback ran") == 0);
  CHECK(wait.then.find("It was due at 5 ms") == std::string::npos);
  CHECK(wait.then.find("It was due at 5.000 ms") == 0);
}

TEST_CASE("of what never ran the fate is told", "[explain]") {
  Story story;
  story.main(1).timer(2, 5).timer(3, 5);
  story.script().add(50'000, Event::task_cancel, 2);
  story.at_ms(1).end(1).start();
  const Loaded loaded(story.script());
  Explainer explainer(loaded.trace);
  const auto fate = [&explainer](const std::string& id) {
    return explain_wait(explainer, find_moments(explainer.runs(), id, 9).front()).sentence;
  };
  CHECK(fate("#2").find("main#1 cancelled it") != std::string::npos);
  CHECK(fate("#3").find("cut off") != std::string::npos);
}

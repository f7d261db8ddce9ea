#include "tracer/explain/run_diff.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/explain/story.hpp"
#include "tracer/explain/task_paths.hpp"

using namespace loopscope;

namespace {

class TwoRuns {
 public:
  TwoRuns(Story one, Story other) : one_(one.script()), other_(other.script()) {}
  RunDiff diff() { return diff_runs(explain_one_, explain_other_); }

 private:
  Loaded one_;
  Loaded other_;
  Explainer explain_one_{one_.trace};
  Explainer explain_other_{other_.trace};
};

// Ids are what a run makes of them; logs carry them, so that they stand in both only if alike.
Story timer_and_immediate(bool timer_first) {
  Story story;
  story.main(1).timer(2, 1).queue(3, Queue::check).end(1).start();
  if (timer_first) story.at_ms(5).phase(Phase::timers).run(2);
  story.phase(Phase::pending).phase(Phase::check).run(3);
  if (!timer_first) story.at_ms(5).phase(Phase::timers).run(2);
  return story;
}

}  // namespace

TEST_CASE("a run differs in nothing from itself", "[explain][diff]") {
  const RunDiff diff = TwoRuns(timer_and_immediate(true), timer_and_immediate(true)).diff();
  CHECK(diff.same_order());
  CHECK(diff.common == diff.in_one);
  CHECK(diff.times.empty());
}

TEST_CASE("the first pair in different orders is found with why on both sides", "[explain][diff]") {
  const RunDiff diff = TwoRuns(timer_and_immediate(true), timer_and_immediate(false)).diff();
  REQUIRE(diff.parting);
  CHECK(diff.parting->one.first.label == "timer#2");
  CHECK(diff.parting->one.then.label == "check#3");
  CHECK(diff.parting->other.first.label == "check#3");
  CHECK(diff.parting->other.then.label == "timer#2");
  CHECK(diff.parting->one.verdict == Verdict::race);
  CHECK(diff.only_one_count == 0);
  CHECK_FALSE(diff.same_order());
}

TEST_CASE("tasks are aligned by who queued them, not by their ids", "[explain][diff]") {
  Story one;
  one.main(1).queue(2, Queue::tick).queue(3, Queue::tick).end(1).run(2).run(3);
  Story other;
  other.main(7).queue(9, Queue::tick).queue(8, Queue::tick).end(7).run(9).run(8);
  const Loaded first(one.script());
  const Loaded second(other.script());
  const TaskPaths a = task_paths(first.trace);
  const TaskPaths b = task_paths(second.trace);
  REQUIRE(a.items.size() == 5);  // three lines, two ticks
  CHECK(a.items[1].identity == b.items[1].identity);
  CHECK(a.items[3].identity == b.items[3].identity);
  CHECK(a.items[1].identity != a.items[3].identity);
  CHECK(a.items[2].parent == 1);  // the line, of the tick
}

TEST_CASE("each run of an interval is a thing of its own", "[explain][diff]") {
  Story story;
  story.main(1).timer(2, 1).end(1).start().at_ms(2).phase(Phase::timers).run(2);
  story.at_ms(4).phase(Phase::timers).run(2);
  const Loaded loaded(story.script());
  const TaskPaths paths = task_paths(loaded.trace);
  REQUIRE(paths.items.size() == 5);
  CHECK(paths.items[1].identity != paths.items[3].identity);
}

TEST_CASE("what stands in one run only is told without what it led to", "[explain][diff]") {
  Story more;
  more.main(1).queue(2, Queue::tick).queue(3, Queue::check).end(1);
  more.run(2).start().phase(Phase::pending).phase(Phase::check);
  more.begin(3).queue(4, Queue::tick).end(3).run(4);
  Story fewer;
  fewer.main(1).queue(2, Queue::tick).queue(3, Queue::check).end(1).run(2);
  const RunDiff diff = TwoRuns(std::move(more), std::move(fewer)).diff();
  CHECK_FALSE(diff.parting);
  REQUIRE(diff.only_one_count == 1);
  CHECK(diff.only_one[0].label == "check#3");
  CHECK(diff.only_one[0].led_to == 3);  // its line, the tick and that one's line
  CHECK(diff.only_one[0].other_queued != no_index);
  CHECK(diff.only_other_count == 0);
}

TEST_CASE("two different programs are told apart", "[explain][diff]") {
  Story one;
  one.main(1).queue(2, Queue::tick).queue(3, Queue::tick).end(1).run(2).run(3);
  Story other;
  other.main(11).queue(12, Queue::check).end(11).start().phase(Phase::pending).phase(Phase::check);
  other.run(12);
  const RunDiff diff = TwoRuns(std::move(one), std::move(other)).diff();
  CHECK_FALSE(diff.related);
  CHECK_FALSE(diff.same_order());
}

TEST_CASE("callbacks that took longer by a millisecond are told", "[explain][diff]") {
  const auto run = [](std::int64_t took_ms) {
    Story story;
    story.main(1).queue(2, Queue::check).end(1).start().phase(Phase::pending).phase(Phase::check);
    story.at_ms(10).begin(2).at_ms(10 + took_ms).end(2);
    return story;
  };
  CHECK(TwoRuns(run(5), run(5)).diff().times.empty());
  const RunDiff diff = TwoRuns(run(1), run(5)).diff();
  REQUIRE(diff.times.size() == 1);
  CHECK(diff.times[0].label == "check#2");
  CHECK(diff.times[0].other_ns - diff.times[0].one_ns == 4'000'000);
  CHECK(diff.same_order());
}

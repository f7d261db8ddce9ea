#include "viewer/model/question.hpp"

#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"
#include "viewer/model/answer_job.hpp"
#include "viewer/model/words.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

/// The first box of this label that a task's callback, or its task.queue, has.
std::uint32_t find(const Trace& trace, std::string_view label, Event kind = Event::task_begin) {
  for (std::uint32_t i = 0; i < trace.size(); ++i)
    if (trace[i].kind() == kind && box_label(trace, i) == label) return i;
  return no_index;
}

}  // namespace

TEST_CASE("of two selected things Why says which came first, and the rules", "[viewer]") {
  const Viewed viewed(ordering_script());
  const Question question{find(viewed.trace, "timeout#2"), find(viewed.trace, "tick#3")};
  const WhyAnswer answered = answer(viewed.trace, question);
  CHECK(answered.verdict == Verdict::guaranteed);
  CHECK(answered.moments == question);
  REQUIRE(answered.lines.size() > 5);
  CHECK(answered.lines.front().text.starts_with("tick#3 came before timeout#2 because"));
  for (const AnswerLine& line : answered.lines) {
    if (line.part != AnswerPart::rule) continue;
    REQUIRE(line.evidence.size() == 2);
    for (const AnswerLink& link : line.evidence)
      CHECK(box_label(viewed.trace, link.event) == link.label);
  }
}

TEST_CASE("of one selected thing Why says what it waited for", "[viewer]") {
  const Viewed viewed(ordering_script());
  const WhyAnswer answered = answer(viewed.trace, {.one = find(viewed.trace, "timeout#2")});
  CHECK_FALSE(answered.verdict);
  CHECK(answered.lines.front().text.starts_with("timeout#2 had waited"));
}

TEST_CASE("a task that is queued means its run, and a step of the loop is no task", "[viewer]") {
  const Viewed viewed(ordering_script());
  Runs runs(viewed.trace);
  const std::uint32_t run = find(viewed.trace, "timeout#2");
  CHECK(moment_of(runs, find(viewed.trace, "timeout#2", Event::task_queue)).event == run);
  const WhyAnswer answered =
      answer(viewed.trace, {.one = find(viewed.trace, "turn 1", Event::turn)});
  CHECK(answered.lines.front().text == "Turn 1 of the loop begins.");
  CHECK(answered.lines.back().part == AnswerPart::note);
}

TEST_CASE("a second selection is compared with the first, and evidence changes neither",
          "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  const std::uint32_t one = find(viewed.trace, "timeout#2");
  const std::uint32_t other = find(viewed.trace, "tick#3");
  session.compare(one);  // there is no first one yet
  CHECK(session.question() == Question{.one = one});
  session.compare(other);
  CHECK(session.question() == Question{one, other});
  CHECK(session.selected() == one);
  session.look_at(find(viewed.trace, "main#1"));
  CHECK(session.question() == Question{one, other});
  CHECK(box_label(viewed.trace, session.selected()) == "main#1");
  session.select(other);
  CHECK(session.question() == Question{.one = other});
  session.run(Command::compare_before);
  CHECK(session.question() == Question{one, other});
  session.run(Command::deselect);
  CHECK_FALSE(session.question().asked());
}

TEST_CASE("the cursor's event can be selected and compared by keys", "[viewer]") {
  const Viewed viewed(ordering_script());
  Session& session = *viewed.session;
  session.run(Command::select_here);
  CHECK_FALSE(session.question().asked());
  session.run(Command::task_forward);
  session.run(Command::select_here);
  for (int i = 0; i < 3; ++i) session.run(Command::step_forward);  // the end of main
  session.run(Command::compare_here);
  CHECK_FALSE(session.question().is_pair());
  session.run(Command::task_forward);
  session.run(Command::compare_here);
  CHECK(box_label(viewed.trace, session.question().other) == "tick#3");
}

TEST_CASE("an answer is worked out once, and forgotten when that is wished", "[viewer]") {
  AnswerJob<int, int> job;
  int worked = 0;
  const auto twice = [&worked](int number) {
    ++worked;
    return 2 * number;
  };
  CHECK(job.latest() == nullptr);
  const int* answered = job.ask(21, std::chrono::seconds(10), twice);
  REQUIRE(answered != nullptr);
  CHECK(*answered == 42);
  CHECK(job.ask(21, std::chrono::seconds(10), twice) == answered);
  CHECK(worked == 1);
  CHECK(job.ask(4, std::chrono::seconds(10), twice) != nullptr);
  CHECK(*job.latest() == 8);
  job.forget();
  CHECK(job.latest() == nullptr);
  CHECK_FALSE(job.works());
}

TEST_CASE("while a long answer is worked on, nobody waits for it", "[viewer]") {
  AnswerJob<int, int> job;
  std::promise<void> go_on;
  const auto wait = [until = go_on.get_future().share()](int number) {
    until.wait();
    return number;
  };
  CHECK(job.ask(1, std::chrono::milliseconds(1), wait) == nullptr);
  CHECK(job.ask(2, std::chrono::milliseconds(1), wait) == nullptr);  // waits for its turn
  CHECK(job.works());
  go_on.set_value();
  while (job.ask(2, std::chrono::milliseconds(10), wait) == nullptr) continue;
  CHECK(*job.latest() == 2);
}

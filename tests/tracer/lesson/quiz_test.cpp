#include "tracer/lesson/quiz.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/explain/story.hpp"

using namespace loopscope;

namespace {

// Prints 1, then the tick 4, the microtask 3, the timer 2 and the immediate 5.
Story puzzle() {
  Story story;
  story.main(1).timer(2, 1).queue(3, Queue::microtask).queue(4, Queue::tick);
  story.queue(5, Queue::check).end(1).run(4).run(3).start().at_ms(3);
  story.phase(Phase::timers).run(2).phase(Phase::pending).phase(Phase::check).run(5);
  return story;
}

struct Asked {
  explicit Asked(const Script& script, Quiz::Limits limits = {})
      : loaded(script), explainer(loaded.trace), quiz(explainer, limits) {}
  QuizMark answer(const std::string& text) {
    const QuizReply reply = quiz.mark(text);
    quiz.take(reply);
    return reply.mark;
  }
  Loaded loaded;
  Explainer explainer;
  Quiz quiz;
};

std::string label(const Quiz& quiz, const std::string& line) {
  for (const QuizChoice& choice : quiz.choices())
    if (choice.line == line) return choice.label;
  return {};
}

Script lines(const std::vector<std::string>& texts) {
  Script script;
  std::int64_t t_ns = 0;
  for (const std::string& text : texts) script.log(t_ns += 10, text);
  return script;
}

}  // namespace

TEST_CASE("a quiz takes lines or their labels, and the last line is given", "[quiz]") {
  Story story = puzzle();
  Asked asked(story.script());
  CHECK(asked.answer(" 1 ") == QuizMark::right);
  const std::string four = label(asked.quiz, "4");
  CHECK(four.front() >= 'a');
  CHECK(asked.answer(four) == QuizMark::right);
  CHECK(asked.answer("3") == QuizMark::right);
  CHECK_FALSE(asked.quiz.ended());
  CHECK(asked.answer("2") == QuizMark::right);
  CHECK(asked.quiz.ended());
  CHECK(asked.quiz.rest() == std::vector<std::string>{"5"});
  CHECK(asked.quiz.score().right == 4);
}

TEST_CASE("a missed line is explained by the rule", "[quiz]") {
  Story story = puzzle();
  Asked asked(story.script());
  asked.answer("1");
  const QuizReply reply = asked.quiz.mark("3");
  CHECK(reply.mark == QuizMark::missed);
  CHECK(reply.line == "4");
  REQUIRE(reply.why);
  CHECK(reply.why->steps.front().order.rule == Rule::tick_before_microtask);
  asked.quiz.take(reply);
  CHECK(asked.quiz.score().missed == 1);
}

TEST_CASE("an answer that a race may give is no miss", "[quiz]") {
  Story story = puzzle();
  Asked asked(story.script());
  for (const char* line : {"1", "4", "3"}) asked.answer(line);
  const QuizReply reply = asked.quiz.mark("5");
  CHECK(reply.mark == QuizMark::either);
  REQUIRE(reply.why);
  CHECK_FALSE(reply.why->flip.empty());
}

TEST_CASE("of a racing line that others must precede, those are named", "[quiz]") {
  Story story = puzzle();
  Asked asked(story.script());
  for (const char* line : {"1", "4"}) asked.answer(line);
  const QuizReply reply = asked.quiz.mark("5");
  CHECK(reply.mark == QuizMark::missed);
  CHECK(reply.why->first.label == "\"3\"");
}

TEST_CASE("what is no line to come is told so; no answer is a miss", "[quiz]") {
  Story story = puzzle();
  Asked asked(story.script());
  CHECK(asked.quiz.mark("nonsense").mark == QuizMark::unknown);
  CHECK(asked.quiz.mark("").mark == QuizMark::missed);
  asked.answer("1");
  CHECK(asked.quiz.mark("1").mark == QuizMark::unknown);
  CHECK_FALSE(asked.quiz.mark("1").wait.empty());
}

TEST_CASE("labels are never lines of the output", "[quiz]") {
  CHECK(label(Asked(lines({"x", "y", "x"})).quiz, "y").front() >= 'a');
  CHECK(label(Asked(lines({"A", "y"})).quiz, "y").front() <= '2');
  CHECK(label(Asked(lines({"B", "1"})).quiz, "B").empty());
}

TEST_CASE("a line that comes twice is one choice until it has come twice", "[quiz]") {
  Asked asked(lines({"x", "y", "x", "z"}));
  CHECK(asked.quiz.choices().size() == 3);
  asked.answer("x");
  CHECK(asked.quiz.choices().size() == 3);
}

TEST_CASE("a quiz has bounds", "[quiz]") {
  std::vector<std::string> many;
  for (int i = 0; i < 100; ++i) many.push_back("line " + std::to_string(i));
  Asked asked(lines(many), {.lines = 20, .choices = 5});
  CHECK(asked.quiz.lines() == 20);
  CHECK(asked.quiz.left_out() == 80);
  CHECK(asked.quiz.choices().empty());
  for (int i = 0; i < 15; ++i) asked.answer(many[static_cast<std::size_t>(i)]);
  CHECK(asked.quiz.choices().size() == 5);
}

TEST_CASE("where there is nothing to ask a quiz says so", "[quiz]") {
  CHECK(Asked(lines({})).quiz.nothing_to_ask().find("console.log") != std::string::npos);
  CHECK(Asked(lines({"x", "x", "  "})).quiz.nothing_to_ask().find("'x'") != std::string::npos);
  CHECK(Asked(lines({"x", "y"})).quiz.nothing_to_ask().empty());
}

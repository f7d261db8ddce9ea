#include "viewer/model/teaching.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/explain/story.hpp"
#include "tests/viewer/model/viewed.hpp"
#include "viewer/model/timeline_layout.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

// Prints 1, then the tick 4, the microtask 3, the timer 2 and the immediate 5.
Story puzzle() {
  Story story;
  story.main(1).timer(2, 1).queue(3, Queue::microtask).queue(4, Queue::tick);
  story.queue(5, Queue::check).end(1).run(4).run(3).start().at_ms(3);
  story.phase(Phase::timers).run(2).phase(Phase::pending).phase(Phase::check).run(5);
  return story;
}

/// The step just after a line was printed.
std::uint32_t printed(const Trace& trace, const std::string& line) {
  for (std::size_t i = 0; i < trace.logs().size(); ++i)
    if (trace.event(trace.logs()[i]).text == line) return trace.logs()[i] + 1;
  throw std::out_of_range("there is no such line");
}

struct Taught {
  Taught() : story(puzzle()), viewed(story.script()), teaching(session()) {}
  [[nodiscard]] Session& session() const { return *viewed.session; }
  [[nodiscard]] std::uint32_t after(const std::string& line) const {
    return printed(viewed.trace, line);
  }
  Story story;
  Viewed viewed;
  Teaching teaching;
};

LessonStop stop_at(const std::string& line) {
  return {.at = {.kind = LessonMoment::Kind::line, .text = line, .where = "/stops/0/at"},
          .note = line};
}

/// Two stops, the first of which asks for the next line, then whether that is always so.
Lesson small_lesson() {
  Lesson lesson;
  lesson.file = "T.lesson.json";
  lesson.stops = {stop_at("1"), stop_at("3")};
  lesson.stops[0].questions = {
      {.kind = LessonQuestion::Kind::next_line, .answer = "4"},
      {.kind = LessonQuestion::Kind::always, .of = {"4", "3"}, .answer = "yes", .because = "b"}};
  return lesson;
}

std::uint32_t latest_drawn(Session& session) {
  std::vector<DrawnRow> rows;
  static_cast<void>(lay_out(session, {}, 0, 1000, rows));
  std::uint32_t latest = 0;
  for (const DrawnRow& row : rows)
    for (const auto* pieces : {&row.pieces, &row.open})
      for (const Piece& piece : *pieces) latest = std::max(latest, piece.box.begin);
  return latest;
}

}  // namespace

TEST_CASE("a quiz hides what comes next, and goes on line by line", "[viewer][quiz]") {
  Taught taught;
  REQUIRE(taught.teaching.begin_quiz().empty());
  const QuizRun& quiz = *taught.teaching.quiz();
  CHECK(taught.session().shown() == 0);
  CHECK(quiz.lines() == 5);
  CHECK(taught.teaching.answer("1"));
  CHECK(quiz.state() == QuizRun::State::told);
  CHECK(taught.session().step() == taught.after("1"));
  taught.session().run(Command::to_end);
  CHECK(taught.session().step() == taught.after("1"));
  taught.teaching.next();
  CHECK(quiz.number() == 2);
  CHECK(taught.teaching.answer("3"));
  CHECK(quiz.question().reply->mark == QuizMark::missed);
  CHECK(taught.session().step() == taught.after("4"));
  CHECK(quiz.score().missed == 1);
}

TEST_CASE("an answer that no line can be meant by is not counted", "[viewer][quiz]") {
  Taught taught;
  REQUIRE(taught.teaching.begin_quiz().empty());
  CHECK_FALSE(taught.teaching.answer("no such line"));
  CHECK(taught.teaching.quiz()->score().asked == 0);
  CHECK(taught.teaching.answer(""));
  CHECK(taught.teaching.quiz()->score().missed == 1);
}

TEST_CASE("at the end of a quiz all is shown, and the last line was given", "[viewer][quiz]") {
  Taught taught;
  REQUIRE(taught.teaching.begin_quiz().empty());
  for (const char* line : {"1", "4", "3", "2"}) {
    CHECK(taught.teaching.answer(line));
    taught.teaching.next();
  }
  CHECK(taught.teaching.quiz()->state() == QuizRun::State::ended);
  CHECK(taught.teaching.quiz()->rest() == std::vector<std::string>{"5"});
  CHECK_FALSE(taught.session().hides());
  taught.teaching.leave();
  CHECK_FALSE(taught.teaching.any());
}

TEST_CASE("a quiz begins at the cursor, and needs lines behind it", "[viewer][quiz]") {
  Taught taught;
  taught.session().go_to(taught.after("4"));
  REQUIRE(taught.teaching.begin_quiz().empty());
  CHECK(taught.teaching.quiz()->lines() == 3);
  CHECK(taught.session().shown() == taught.after("4"));
  taught.teaching.leave();
  taught.session().run(Command::to_end);
  CHECK(taught.teaching.begin_quiz().find("Home") != std::string::npos);
  CHECK_FALSE(taught.teaching.any());
  const Viewed silent(ordering_script());
  CHECK(Teaching(*silent.session).begin_quiz().find("all it prints") != std::string::npos);
}

TEST_CASE("what is hidden is neither drawn, selected nor found", "[viewer][quiz]") {
  Taught taught;
  Session& session = taught.session();
  session.go_to(taught.after("4"));
  const std::uint32_t later = taught.after("2") - 2;  // the timer's begin
  REQUIRE(taught.viewed.trace[later].kind() == Event::task_begin);
  session.select(later);
  CHECK(session.selected() == later);
  CHECK(latest_drawn(session) >= later);
  REQUIRE(taught.teaching.begin_quiz().empty());
  CHECK(latest_drawn(session) < session.shown());
  CHECK(session.selected() == taught.viewed.trace.back(later));
  session.select(session.shown());
  CHECK(session.selected() == no_index);
  session.find("immediate");
  CHECK(session.search().count() == 0);
  session.select(0);
  for (const Arrow& arrow : arrows(session)) CHECK(arrow.to < session.shown());
  for (const CommandInfo& each : all_commands()) {
    session.run(each.command);
    CHECK(session.step() <= session.shown());
  }
  session.speed = 10;
  for (int i = 0; i < 100; ++i) session.play(0.1);
  CHECK(session.step() == session.shown());
}

TEST_CASE("a lesson goes from page to page", "[viewer][lesson]") {
  Taught taught;
  taught.teaching.open(small_lesson());
  const LessonRun& run = *taught.teaching.lesson();
  CHECK(run.page() == 0);
  CHECK(run.stop() == nullptr);
  taught.teaching.next();
  CHECK(run.stop()->note == "1");
  CHECK(taught.session().step() == taught.after("1"));
  CHECK(taught.session().shown() == taught.after("1"));
  taught.teaching.next();
  CHECK(taught.session().step() == taught.after("3"));
  CHECK_FALSE(taught.session().hides());
  taught.teaching.next();
  CHECK(run.at_end());
  taught.teaching.next();
  CHECK(run.at_end());
  for (int i = 0; i < 9; ++i) taught.teaching.previous();
  CHECK(run.page() == 0);
}

TEST_CASE("a question about the queues hides them, until it is answered or left",
          "[viewer][lesson]") {
  const auto kind = GENERATE(LessonQuestion::Kind::waiting, LessonQuestion::Kind::alive);
  Lesson lesson = small_lesson();
  lesson.stops[0].questions = {
      {.kind = kind, .queue = "microtask", .choices = {"timeout#2", "then#3"}, .answer = "1"}};
  if (kind == LessonQuestion::Kind::alive) lesson.stops[0].questions[0].answer = "timeout#2";
  Taught taught;
  taught.teaching.open(lesson);
  CHECK_FALSE(taught.session().hides_queues());
  taught.teaching.next();
  CHECK(taught.session().hides_queues());
  taught.teaching.next();
  CHECK_FALSE(taught.session().hides_queues());
  taught.teaching.previous();
  CHECK(taught.session().hides_queues());
  CHECK(taught.teaching.answer(""));
  CHECK_FALSE(taught.session().hides_queues());
}

TEST_CASE("a lesson's questions come one after the other, and are counted", "[viewer][lesson]") {
  Taught taught;
  taught.teaching.open(small_lesson());
  taught.teaching.next();
  const LessonRun& run = *taught.teaching.lesson();
  REQUIRE(run.questions().size() == 1);
  CHECK_FALSE(taught.teaching.answer("nothing like it"));
  CHECK(taught.teaching.answer("3"));
  CHECK(run.questions()[0].words().head == "the next line is");
  REQUIRE(run.questions().size() == 2);
  CHECK(taught.session().hides());
  CHECK_FALSE(taught.session().hides_queues());
  CHECK(taught.teaching.answer("yes"));
  CHECK(run.questions()[1].because == "b");
  CHECK_FALSE(run.asks());
  CHECK_FALSE(taught.session().hides());
  CHECK(run.score().right == 1);
  CHECK(run.score().missed == 1);
  CHECK(run.all_questions() == 2);
}

TEST_CASE("a lesson shows what it says is to be seen", "[viewer][lesson]") {
  Taught taught;
  Lesson lesson = small_lesson();
  lesson.view = {.axis = "time", .from = stop_at("4").at, .to = stop_at("3").at};
  taught.teaching.open(lesson);
  CHECK(taught.session().axis() == viewer::Axis::time);
  CHECK_FALSE(taught.session().viewport().shows_all());
  CHECK(taught.session().step() == taught.after("4"));
}

TEST_CASE("a moment that the trace does not hold is told on its page", "[viewer][lesson]") {
  Taught taught;
  Lesson lesson = small_lesson();
  lesson.stops[0] = stop_at("never");
  lesson.stops[1].questions = {
      {.kind = LessonQuestion::Kind::first, .of = {"never", "3"}, .where = "/stops/1/questions/0"}};
  taught.teaching.open(lesson);
  taught.teaching.next();
  CHECK(taught.teaching.lesson()->problem().find("the trace has no 'never'") != std::string::npos);
  CHECK_FALSE(taught.teaching.lesson()->asks());
  taught.teaching.next();
  CHECK(taught.teaching.lesson()->problem().empty());
  CHECK(taught.teaching.answer("3"));
  CHECK(taught.teaching.lesson()->problem().find("the trace has no 'never'") != std::string::npos);
}

TEST_CASE("a quiz within a lesson gives way to it again", "[viewer][lesson]") {
  Taught taught;
  taught.teaching.open(small_lesson());
  taught.session().go_to(0);
  REQUIRE(taught.teaching.begin_quiz().empty());
  taught.teaching.previous();
  CHECK(taught.teaching.lesson()->page() == 0);
  taught.teaching.leave();
  CHECK(taught.teaching.quiz() == nullptr);
  CHECK(taught.teaching.lesson() != nullptr);
  CHECK_FALSE(taught.session().hides());
  taught.teaching.leave();
  CHECK_FALSE(taught.teaching.any());
}

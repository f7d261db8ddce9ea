#include "tracer/lesson/lesson.hpp"

#include <catch2/catch.hpp>

#include "tests/temporary_directory.hpp"
#include "tests/tracer/explain/story.hpp"
#include "tracer/format/error.hpp"
#include "tracer/lesson/lesson_make.hpp"
#include "tracer/lesson/lesson_play.hpp"

using namespace loopscope;

namespace {

/// A lesson of one stop.
Lesson read(const std::string& text) {
  const test::TemporaryDirectory folder;
  return read_lesson(test::write_file(folder / "T.lesson.json", text));
}

std::string with_stop(const std::string& stop) {
  return R"({"lesson":1,"title":"t","trace":"T.jsonl","stops":[)" + stop + "]}";
}

std::string with_question(const std::string& question) {
  return with_stop(R"({"at":{"step":0},"note":"n","questions":[)" + question + "]}");
}

void refused(const std::string& text, const std::string& what) {
  CAPTURE(text);
  CHECK_THROWS_WITH(read(text), Catch::Contains(what));
}

// Prints 1, then the tick 4, the microtask 3, the timer 2 and the immediate 5.
Story puzzle() {
  Story story;
  story.main(1).timer(2, 1).queue(3, Queue::microtask).queue(4, Queue::tick);
  story.queue(5, Queue::check).end(1).run(4).run(3).start().at_ms(3);
  story.phase(Phase::timers).run(2).phase(Phase::pending).phase(Phase::check).run(5);
  return story;
}

/// A lesson beside the puzzle.
struct Played {
  explicit Played(const Lesson& lesson)
      : story(puzzle()), loaded(story.script()), explainer(loaded.trace), play(lesson, explainer) {}
  Story story;
  Loaded loaded;
  Explainer explainer;
  LessonPlay play;
};

std::vector<std::string> faults(const std::string& text) {
  const Lesson lesson = read(text);
  return Played(lesson).play.faults();
}

std::string question(const std::string& kind, const std::string& rest) {
  return with_stop(R"({"at":{"line":"1"},"note":"n","questions":[{"kind":")" + kind + "\"," + rest +
                   "}]}");
}

}  // namespace

TEST_CASE("what is wrong with a lesson is told with its place", "[lesson]") {
  refused("{", ":1: this is no JSON");
  refused("[]", "at its beginning: an object is needed");
  refused(R"({"lesson":2,"title":"t","stops":[]})", "at /lesson: a whole number from 1 to 1");
  refused(R"({"lesson":1,"title":"t","stops":[]})", "needs a 'trace'");
  refused(with_stop("1"), "at /stops/0: an object");
  refused(with_stop(R"({"at":{},"note":"n"})"), "at /stops/0/at: a moment has exactly one");
  refused(with_stop(R"({"at":{"step":-1},"note":"n"})"), "at /stops/0/at/step: a whole number");
  refused(with_stop(R"({"at":{"step":1}})"), "at /stops/0: the field 'note' is missing");
  refused(with_stop(R"({"at":{"step":1},"note":"n","quiz":[]})"), "there is no field 'quiz' here");
  refused(R"({"lesson":1,"title":"t","trace":"/etc/passwd","stops":[]})",
          "at /trace: the path must");
}

TEST_CASE("a question that cannot be asked is refused", "[lesson]") {
  refused(with_question(R"({"kind":"riddle","answer":"a"})"),
          "at /stops/0/questions/0/kind: one of");
  refused(with_question(R"({"kind":"first","answer":"a"})"), "needs two things in 'of'");
  refused(with_question(R"({"kind":"waiting","answer":"1"})"), "'queue' belongs");
  refused(with_question(R"({"kind":"choice","ask":"?","answer":"a"})"), "needs its 'choices'");
  refused(with_question(R"({"kind":"choice","ask":"?","choices":["a","b"],"answer":"c"})"),
          "not among the choices");
}

TEST_CASE("a lesson has bounds", "[lesson]") {
  refused(std::string(Lesson::max_bytes + 1, ' '), "longer than 1 MiB");
  std::string stops = R"({"at":{"step":0},"note":"n"})";
  for (std::size_t i = 0; i < Lesson::max_stops; ++i) stops += R"(,{"at":{"step":0},"note":"n"})";
  refused(with_stop(stops), "a list of 1 to 200 things");
  refused(with_stop(R"({"at":{"step":0},"note":")" + std::string(5000, 'x') + R"("})"),
          "at most 4000");
  refused(std::string(200'000, '['), "this is no JSON");
}

TEST_CASE("moments are steps of the trace", "[lesson]") {
  const Lesson lesson = read(with_stop(R"({"at":{"line":"2"},"note":"n"})"));
  Played played(lesson);
  const std::uint32_t step = played.play.step_of(lesson.stops[0].at);
  CHECK(played.loaded.trace.event(step - 1).text == "2");
  LessonMoment moment{.kind = LessonMoment::Kind::phase, .text = "check"};
  CHECK(played.loaded.trace[played.play.step_of(moment) - 1].kind() == Event::phase_begin);
  moment = {.kind = LessonMoment::Kind::task, .text = "#2", .side = LessonMoment::Side::end};
  CHECK(played.loaded.trace[played.play.step_of(moment) - 1].kind() == Event::task_end);
  moment = {.kind = LessonMoment::Kind::line, .text = "none"};
  CHECK_THROWS_WITH(played.play.step_of(moment), Catch::Contains("the trace has no 'none'"));
  moment = {.kind = LessonMoment::Kind::step, .step = 1000};
  CHECK_THROWS_WITH(played.play.step_of(moment), Catch::Contains("there is no step 1000"));
}

TEST_CASE("answers are held against the trace", "[lesson]") {
  CHECK(faults(question("next-line", R"("answer":"4")")).empty());
  CHECK(faults(question("next-line", R"("answer":"3")")).front().find("the trace '4'") !=
        std::string::npos);
  CHECK(faults(question("first", R"("of":["3","4"],"answer":"4")")).empty());
  CHECK(faults(question("first", R"("of":["3","4"],"answer":"3")")).size() == 1);
  CHECK(faults(question("always", R"("of":["4","3"],"answer":"yes")")).empty());
  CHECK(faults(question("always", R"("of":["2","5"],"answer":"no")")).empty());
  CHECK(faults(question("phase", R"("of":["5"],"answer":"check")")).empty());
  CHECK(faults(question("phase", R"("of":["4"],"answer":"before the loop")")).empty());
  CHECK(faults(question("waiting", R"("queue":"timer","answer":"0")")).empty());
  CHECK(faults(question("first", R"("of":["3","none"],"answer":"3")")).size() == 1);
}

TEST_CASE("what a note says about queues is held against the trace", "[lesson]") {
  const auto at_the_end = [](const std::string& waiting) {
    return with_stop(R"({"at":{"task":"#1","side":"end"},"note":"n","waiting":)" + waiting + "}");
  };
  CHECK(faults(at_the_end(R"({"tick":1,"microtask":1,"timer":1,"check":1})")).empty());
  CHECK(faults(at_the_end(R"({"tick":2})")).front().find("/stops/0/waiting/tick") !=
        std::string::npos);
}

TEST_CASE("a question is marked by label and by answer", "[lesson]") {
  const Lesson lesson = read(question("always", R"("of":["4","3"],"answer":"yes")"));
  Played played(lesson);
  const LessonQuestion& asked = lesson.stops[0].questions[0];
  CHECK(played.play.ask(asked, 1).choices.size() == 2);
  CHECK(played.play.mark(asked, 1, " a ").mark == QuizMark::right);
  CHECK(played.play.mark(asked, 1, "yes").mark == QuizMark::right);
  const QuizReply no = played.play.mark(asked, 1, "no");
  CHECK(no.mark == QuizMark::missed);
  CHECK(no.why);
}

TEST_CASE("a draft is a lesson that is true", "[lesson]") {
  Story story = puzzle();
  const Loaded loaded(story.script());
  Explainer explainer(loaded.trace);
  Lesson draft = draft_lesson(explainer, 20);
  draft.trace = "T.jsonl";
  CHECK(draft.stops.size() == 5);
  CHECK(draft.stops[0].questions.size() == 1);
  CHECK(draft.stops[2].questions.empty());  // timer and immediate race
  CHECK(faults(to_json(draft)).empty());
  CHECK(draft_lesson(explainer, 2).stops.size() == 2);
}

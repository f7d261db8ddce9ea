// `loopscope lesson` as a program.
#include <catch2/catch.hpp>
#include <string>

#include "tests/tracer/cli/workplace.hpp"

using loopscope::test::Workplace;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("lesson: made from a trace, it is true and can be played", "[cli][lesson]") {
  const Workplace place;
  CHECK(place.run("sample ordering --virtual-time -o T.jsonl").exit_code == 0);
  CHECK(place.run("lesson make T.jsonl -o T.lesson.json").exit_code == 0);
  CHECK(place.run("lesson check T.lesson.json").out == "T.lesson.json: true\n");
  const auto nothing = place.run("lesson play T.lesson.json < /dev/null");
  CHECK(nothing.exit_code == 1);
  CHECK(contains(nothing.out, "Stop 1 of 10"));
  CHECK(contains(nothing.out, "Which line is printed next?"));
  place.write("answers.txt", "promise\n");
  const auto missed = place.run("lesson play T.lesson.json --answers answers.txt");
  CHECK(contains(missed.out, "✗ the next line is: tick"));
  CHECK(contains(missed.out, "because ticks run before microtasks"));
}

TEST_CASE("lesson: its trace can be recorded to be kept", "[cli][lesson]") {
  const Workplace place;
  const std::string stops = R"("stops":[{"at":{"line":"main"},"note":"n"}]})";
  place.write("T.lesson.json", R"({"lesson":1,"title":"t","trace":"T.jsonl",)"
                               R"("record":{"sample":"ordering","virtual_time":true},)" +
                                   stops);
  CHECK(place.run("lesson record T.lesson.json").out == "The trace is in T.jsonl.\n");
  CHECK(place.run("validate T.jsonl").exit_code == 0);
  CHECK(place.run("lesson record T.lesson.json -o U.jsonl").exit_code == 0);
  CHECK(place.run("validate U.jsonl").exit_code == 0);
  place.write("U.lesson.json", R"({"lesson":1,"title":"t","trace":"T.jsonl",)" + stops);
  const auto refused = place.run("lesson record U.lesson.json");
  CHECK(refused.exit_code == 2);
  CHECK(contains(refused.err, "does not say with 'record'"));
}

TEST_CASE("lesson: one that records a sample needs no trace", "[cli][lesson]") {
  const Workplace place;
  place.write("T.lesson.json",
              R"({"lesson":1,"title":"t","record":{"sample":"ordering","virtual_time":true},)"
              R"("stops":[{"at":{"line":"main"},"note":"n","waiting":{"timer":1}}]})");
  CHECK(place.run("lesson check T.lesson.json").exit_code == 0);
  const auto played = place.run("lesson play T.lesson.json < /dev/null");
  CHECK(played.exit_code == 0);
  CHECK(contains(played.out, "The end."));
}

TEST_CASE("lesson: what is not true ends with 1, what is no lesson with 2", "[cli][lesson]") {
  const Workplace place;
  const std::string head =
      R"({"lesson":1,"title":"t","record":{"sample":"ordering","virtual_time":true},"stops":)";
  place.write("false.lesson.json",
              head + R"([{"at":{"line":"main"},"note":"n","waiting":{"timer":7}}]})");
  const auto untrue = place.run("lesson check false.lesson.json");
  CHECK(untrue.exit_code == 1);
  CHECK(contains(untrue.out, "/stops/0/waiting/timer: the lesson says 7, the trace 1"));
  place.write("bad.lesson.json", "{}");
  CHECK(place.run("lesson play bad.lesson.json").exit_code == 2);
  CHECK(contains(place.run("lesson play none.lesson.json").err, "there is no such file"));
  CHECK(place.run("lesson make none.jsonl -o out.lesson.json").exit_code == 2);
  CHECK(place.run("lesson").exit_code == 2);
}

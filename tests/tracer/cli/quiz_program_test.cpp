// `loopscope quiz` as a program: what a script and a pipe find.
#include <catch2/catch.hpp>
#include <string>

#include "tests/tracer/cli/workplace.hpp"

using loopscope::test::Workplace;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The sample `ordering`, whose order is the same each time.
struct Recorded : Workplace {
  Recorded() { CHECK(run("sample ordering --virtual-time -o T.jsonl").exit_code == 0); }
  [[nodiscard]] Result quiz(const std::string& answers) const {
    write("answers.txt", answers);
    return run("quiz T.jsonl --answers answers.txt");
  }
};

constexpr const char* all_right =
    "main\ntick\npromise\ntimer\ntick in timeout\ntick in that tick\npromise in timeout\n"
    "tick in that promise\nimmediate\n";

}  // namespace

TEST_CASE("quiz: all right ends with 0", "[cli][quiz]") {
  const Recorded place;
  const auto result = place.quiz(all_right);
  CHECK(result.exit_code == 0);
  CHECK(contains(result.out, "9 of 9 right."));
  CHECK_FALSE(contains(result.out, "\x1b"));
  CHECK(result.err.empty());
  CHECK(place.run("quiz T.jsonl < answers.txt").out == result.out);
}

TEST_CASE("quiz: a miss is explained and ends with 1", "[cli][quiz]") {
  const Recorded place;
  const auto result = place.quiz("main\npromise\n");
  CHECK(result.exit_code == 1);
  CHECK(contains(result.out, "✗ the next line is: tick"));
  CHECK(contains(result.out, "because ticks run before microtasks"));
  CHECK(contains(result.out, "1 of 2 right. 8 not answered."));
}

TEST_CASE("quiz: what cannot be asked ends with 2 and a sentence", "[cli][quiz]") {
  const Recorded place;
  CHECK(contains(place.run("quiz none.jsonl").err, "none.jsonl"));
  CHECK(contains(place.run("quiz none.js").err, "there is no file none.js"));
  CHECK(contains(place.run("quiz - < T.jsonl").err, "both come from standard input"));
  CHECK(contains(place.run("quiz T.jsonl --answers none.txt").err, "none.txt"));
  for (const char* arguments : {"none.jsonl", "none.js", "- < T.jsonl", "T.jsonl --lines 0"})
    CHECK(place.run(std::string("quiz ") + arguments).exit_code == 2);
}

TEST_CASE("quiz: an endless answer is refused", "[cli][quiz]") {
  const Recorded place;
  const auto result = place.run("quiz T.jsonl --answers /dev/zero");
  CHECK(result.exit_code == 2);
  CHECK(contains(result.err, "longer than 64 KiB"));
}

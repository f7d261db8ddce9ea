// `loopscope diff` as a program.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/tracer/cli/workplace.hpp"

using loopscope::test::Workplace;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct Recorded : Workplace {
  Recorded() {
    record("ordering", "classic", "A.jsonl");
    record("ordering", "modern", "B.jsonl");
    record("microtasks", "modern", "C.jsonl");
  }
  void record(const std::string& sample, const std::string& loop, const std::string& trace) const {
    CHECK(run("sample " + sample + " --virtual-time --loop " + loop + " -o " + trace).exit_code ==
          0);
  }
};

}  // namespace

TEST_CASE("diff: the same order ends with 0, whatever the phases are", "[cli][diff]") {
  const Recorded place;
  const auto same = place.run("diff A.jsonl B.jsonl");
  CHECK(same.exit_code == 0);
  CHECK(contains(same.out, "Both runs did the same, in the same order.\n"));
  CHECK_FALSE(contains(same.out, "\x1b"));
}

TEST_CASE("diff: another program is told as one", "[cli][diff]") {
  const Recorded place;
  const auto different = place.run("diff A.jsonl C.jsonl");
  CHECK(different.exit_code == 1);
  CHECK(contains(different.out, "These are two different programs"));
}

TEST_CASE("diff: as JSON", "[cli][diff]") {
  const Recorded place;
  const auto json = nlohmann::json::parse(place.run("diff A.jsonl B.jsonl --json").out);
  CHECK(json.at("same_order") == true);
  CHECK(json.at("common") == json.at("in_one"));
  CHECK(json.at("only_one").at("count") == 0);
  CHECK(json.contains("times"));
  CHECK_FALSE(nlohmann::json::parse(place.run("diff A.jsonl B.jsonl --json --ignore-time").out)
                  .contains("times"));
}

TEST_CASE("diff: a trace that cannot be read ends with 2", "[cli][diff]") {
  const Recorded place;
  CHECK(place.run("diff A.jsonl none.jsonl").exit_code == 2);
  CHECK(place.run("diff A.jsonl").exit_code == 2);
}

// What the program says of itself, tried out.
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <sstream>

#include "tests/tracer/cli/small_trace.hpp"
#include "tests/tracer/cli/workplace.hpp"

using namespace loopscope::test;

namespace {

std::vector<std::string> lines_of_text(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// The verbs in the help, as it lists them.
std::vector<std::string> verbs(const Workplace& place) {
  std::vector<std::string> found;
  bool listed = false;
  for (const std::string& line : lines_of_text(place.run("--help").out)) {
    if (listed && !line.starts_with("  ")) break;
    if (listed && line[2] != ' ') found.push_back(line.substr(2, line.find(' ', 2) - 2));
    if (line == "Subcommands:") listed = true;
  }
  return found;
}

/// `run` and `view` hand over to programs that a build may lack.
bool hands_over(const std::string& verb) {
  return verb == "run" || verb == "view";
}

std::vector<std::string> examples(const std::string& help) {
  std::vector<std::string> found;
  bool in_examples = false;
  for (const std::string& line : lines_of_text(help)) {
    if (in_examples && line.starts_with("  ")) found.push_back(line.substr(2));
    if (line.starts_with("Example")) in_examples = true;
  }
  return found;
}

/// What a line of shell says when `loopscope` is our program.
Workplace::Result run_by_shell(const Workplace& place, const std::string& line) {
  const std::filesystem::path program(LOOPSCOPE_PROGRAM);
  return place.run("--version >/dev/null; PATH='" + program.parent_path().string() +
                   "':\"$PATH\"; { " + line + "; } </dev/null");
}

}  // namespace

TEST_CASE("every verb of the help has an example whose arguments are right", "[cli][help]") {
  const Workplace place;
  for (const char* name : {"T.jsonl", "A.jsonl", "B.jsonl", "server.jsonl", "client.jsonl"})
    place.write(name, trace());
  place.write("ORDER.txt", "exits\n");
  const std::vector<std::string> all = verbs(place);
  CHECK(all.size() >= 18);
  for (const std::string& verb : all) {
    if (hands_over(verb)) continue;
    const auto help = place.run(verb + " --help");
    CHECK(help.exit_code == 0);
    const std::vector<std::string> lines = examples(help.out);
    INFO(verb);
    CHECK_FALSE(lines.empty());
    for (const std::string& line : lines) {
      if (line.starts_with("loopscope run")) continue;
      INFO(line);
      const std::string said = run_by_shell(place, line).err;
      CHECK(said.find("explains it") == std::string::npos);
      CHECK(said.find("there is no verb") == std::string::npos);
    }
  }
}

TEST_CASE("an option that a verb does not have is told with the verb", "[cli][help]") {
  const Workplace place;
  for (const std::string& verb : verbs(place)) {
    if (hands_over(verb)) continue;
    const auto result = place.run(verb + " --no-such-option");
    INFO(verb << ": " << result.err);
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.err.find("`loopscope " + verb) != std::string::npos);
  }
}

TEST_CASE("a verb that needs a trace says so", "[cli][help]") {
  const Workplace place;
  const std::set<std::string> without = {"sample", "schema", "lesson", "run", "view"};
  for (const std::string& verb : verbs(place)) {
    if (without.contains(verb)) continue;
    const auto result = place.run(verb + " </dev/null");
    INFO(verb << ": " << result.err);
    CHECK(result.exit_code == 2);
    CHECK(result.err.find("required") != std::string::npos);
  }
}

TEST_CASE("every reading verb reports damage and goes on", "[cli][help]") {
  const Workplace place;
  place.write("T.jsonl", std::string(header).append("damage\n").append(body).append(end));
  for (const char* verb : {"timeline T.jsonl", "stats T.jsonl", "queues T.jsonl", "alive T.jsonl",
                           "lint T.jsonl", "why T.jsonl hello", "export T.jsonl -o out.json",
                           "merge T.jsonl T.jsonl -o TT.jsonl", "diff T.jsonl T.jsonl"}) {
    const auto result = place.run(verb);
    INFO(verb);
    CHECK(result.exit_code == 0);
    CHECK(result.err.find("T.jsonl:2: is not a JSON object") != std::string::npos);
  }
}

TEST_CASE("of very much damage the first lines are told", "[cli][help]") {
  const Workplace place;
  std::string damaged(header);
  for (int i = 0; i < 50; ++i) damaged += "damage\n";
  place.write("T.jsonl", damaged);
  const auto lines = lines_of_text(place.run("stats T.jsonl").err);
  REQUIRE(lines.size() == 21);
  CHECK(lines[19].starts_with("loopscope: T.jsonl:21: "));
  CHECK(lines[20] == "loopscope: T.jsonl: more such lines; `loopscope validate` counts them.");
  const std::string all = place.run("validate T.jsonl --max-findings 3").out;
  CHECK(all.find("T.jsonl: and ") != std::string::npos);
  CHECK(lines_of_text(all).size() == 5);
}

TEST_CASE("what needs JavaScript names the program that is not there", "[cli][record]") {
  const Workplace place;
  for (const char* verb : {"quiz none.js", "compare none.js"}) {
    const auto missing = place.run(verb);
    CHECK(missing.exit_code == 2);
    CHECK(missing.err ==
          "loopscope: there is no file none.js. Name a program (.js, .cjs, .mjs) or a trace.\n");
  }
  const auto trace_compared = place.run("compare T.jsonl");
  CHECK(trace_compared.exit_code == 2);
  CHECK(trace_compared.err.find("T.jsonl is no JavaScript program") != std::string::npos);
}

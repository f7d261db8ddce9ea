// The program itself: exit codes, what goes to which stream, what it leaves behind.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/tracer/cli/small_trace.hpp"
#include "tests/tracer/cli/workplace.hpp"
#include "tests/tracer/export/chrome_check.hpp"

using loopscope::ChromeCheck;
using namespace loopscope::test;

TEST_CASE("timeline, stats and export read a trace and end with 0", "[cli]") {
  const Workplace place;
  place.write("T.jsonl", trace());
  const auto timeline = place.run("timeline T.jsonl");
  CHECK(timeline.exit_code == 0);
  CHECK(timeline.out.find("▸ a line") != std::string::npos);
  CHECK(timeline.out.find('\x1b') == std::string::npos);
  CHECK(timeline.err.empty());
  const auto stats = place.run("stats --json T.jsonl");
  CHECK(nlohmann::json::parse(stats.out).at("tasks_run") == 1);
  CHECK(place.run("export --format chrome T.jsonl -o out.json").exit_code == 0);
  CHECK(ChromeCheck(place.read("out.json")).faults().empty());
  const auto piped = place.run("export T.jsonl -o - | cat");
  CHECK(piped.out == place.read("out.json"));
}

TEST_CASE("a trace that cannot be read ends with 2 and a sentence", "[cli]") {
  const Workplace place;
  place.write("text.txt", "no trace\n");
  for (const char* verb : {"timeline", "stats", "export -o out.json"}) {
    const auto missing = place.run(std::string(verb) + " none.jsonl");
    CHECK(missing.exit_code == 2);
    CHECK(missing.err.find("none.jsonl") != std::string::npos);
    CHECK(missing.err.find("No such file or directory") != std::string::npos);
    CHECK(place.run(std::string(verb) + " text.txt").exit_code == 2);
  }
  CHECK_FALSE(std::filesystem::exists(place.path / "out.json"));
}

TEST_CASE("validate judges: 0, 1 with line and reason, 2", "[cli]") {
  const Workplace place;
  place.write("T.jsonl", trace());
  place.write("bad.jsonl",
              std::string(header).append(body).append("{\"t\":45,\"e\":\n").append(end));
  CHECK(place.run("validate T.jsonl").exit_code == 0);
  const auto bad = place.run("validate bad.jsonl");
  CHECK(bad.exit_code == 1);
  CHECK(bad.out.find("bad.jsonl:7: ") != std::string::npos);
  CHECK(bad.out.find("not sound") != std::string::npos);
  CHECK(place.run("validate none.jsonl").exit_code == 2);
}

TEST_CASE("merge puts two traces into one that reads", "[cli]") {
  const Workplace place;
  place.write("A.jsonl", trace());
  place.write("B.jsonl", trace());
  CHECK(place.run("merge A.jsonl B.jsonl -o AB.jsonl").exit_code == 0);
  CHECK(nlohmann::json::parse(place.run("stats --json AB.jsonl").out).at("tasks_run") == 2);
  CHECK(place.run("export AB.jsonl -o out.json").exit_code == 0);
  CHECK(ChromeCheck(place.read("out.json")).faults().empty());
  CHECK(place.run("merge A.jsonl none.jsonl -o AB.jsonl").exit_code == 2);
}

TEST_CASE("wrong arguments end with 2", "[cli]") {
  const Workplace place;
  place.write("T.jsonl", trace());
  CHECK(place.run("timeline T.jsonl --from soon").exit_code == 2);
  CHECK(place.run("export --format pdf T.jsonl -o x").exit_code == 2);
  CHECK(place.run("sample no-such-sample").exit_code == 2);
}

TEST_CASE("an unknown verb is told with the one that was probably meant", "[cli]") {
  const Workplace place;
  const auto near = place.run("timlin T.jsonl");
  CHECK(near.exit_code == 2);
  CHECK(near.err ==
        "loopscope: there is no verb 'timlin'. Did you mean 'timeline'? "
        "`loopscope --help` lists the verbs.\n");
  CHECK(place.run("frob").err ==
        "loopscope: there is no verb 'frob'. `loopscope --help` lists the verbs.\n");
  CHECK(place.run("--frob").err ==
        "loopscope: there is no option '--frob'. `loopscope --help` lists the verbs.\n");
  CHECK(place.run("sample oredring").err ==
        "loopscope: there is no sample called 'oredring'. Did you mean 'ordering'? "
        "`loopscope sample --list` names all.\n");
}

TEST_CASE("no verb prints the help", "[cli]") {
  const Workplace place;
  const auto nothing = place.run("");
  CHECK(nothing.exit_code == 2);
  CHECK(nothing.out.empty());
  CHECK(nothing.err == place.run("--help").out);
  CHECK(nothing.err.find("timeline") != std::string::npos);
}

TEST_CASE("wrong arguments are told with the verb and its help", "[cli]") {
  const Workplace place;
  CHECK(place.run("timeline").err ==
        "loopscope timeline: trace is required. `loopscope timeline --help` explains it.\n");
  CHECK(place.run("schema more").err ==
        "loopscope schema: the following argument was not expected: more. "
        "`loopscope schema --help` explains it.\n");
  CHECK(place.run("stats T.jsonl --names -3").err ==
        "loopscope stats: --names: Value -3 not in range 0 to 1000000. "
        "`loopscope stats --help` explains it.\n");
}

TEST_CASE("a file that is no trace is told in one sentence, by every verb", "[cli]") {
  const Workplace place;
  std::filesystem::create_directory(place.path / "folder");
  place.write("empty", "");
  place.write("blank", "\n");
  place.write("binary", std::string_view("\x7f"
                                         "ELF\0\1\n\xff",
                                         8));
  place.write("new", "{\"loopscope\":2}\n");
  place.write("T.jsonl", trace());
  const std::pair<const char*, std::string> files[] = {
      {"none", "cannot read none: No such file or directory (ENOENT). Check the path."},
      {"folder", "cannot read folder: Is a directory (EISDIR). Name a trace that is in it."},
      {"empty", "empty is empty: it has no header. Was the recording started?"},
      {"blank", "blank is not a trace: its first line is not a JSON object. "},
      {"binary", "binary is not a trace: its first line is not a JSON object. "},
      {"new", "new is of trace format version 2, but this program reads version 1. "},
      {"- </dev/null", "standard input is empty: it has no header. "},
      {"''", "cannot read '': No such file or directory (ENOENT). Check the path."}};
  for (const auto& [file, sentence] : files)
    for (const std::string verb :
         {"timeline", "stats", "validate", "export -o out", "merge -o out T.jsonl"}) {
      const auto result = place.run(verb + " " + file);
      INFO(verb << " " << file << ": " << result.err);
      CHECK(result.exit_code == 2);
      CHECK(result.err.starts_with("loopscope: " + sentence));
      CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
      CHECK(result.out.empty());
      CHECK_FALSE(std::filesystem::exists(place.path / "out"));
    }
}

TEST_CASE("a trace cannot drive the terminal by an error message", "[cli]") {
  const Workplace place;
  std::string bad(header);
  bad.replace(bad.find("2026-11-23"), 10, "\\u001b]0;owned\\u0007");
  place.write("A.jsonl", bad + std::string(body));
  place.write("B.jsonl", trace());
  const auto merged = place.run("merge A.jsonl B.jsonl -o AB.jsonl");
  CHECK(merged.exit_code == 2);
  CHECK(merged.err.find("A.jsonl") != std::string::npos);
  CHECK(merged.err.find("\\x1b]0;owned\\x07") != std::string::npos);
  for (const char* verb : {"timeline A.jsonl", "stats A.jsonl", "validate A.jsonl"}) {
    const auto result = place.run(verb);
    CHECK(result.out.find('\x1b') == std::string::npos);
    CHECK(result.err.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("nobody reading the messages is no error of its own", "[cli]") {
  const Workplace place;
  std::string damaged(header);
  for (int i = 0; i < 30; ++i) damaged += "damage\n";
  place.write("T.jsonl", damaged);
  const auto code_of = [&place](const std::string& command) {
    static_cast<void>(place.run(command + " 2>&1; echo $? >code.txt; } | { true"));
    return place.read("code.txt");
  };
  for (int i = 0; i < 5; ++i) {
    CHECK(code_of("timeline none") == "2\n");
    CHECK(code_of("timeline T.jsonl >out2.txt") == "0\n");
    CHECK(code_of("sample ordering -o /dev/full") == "3\n");
    CHECK(code_of("") == "2\n");
  }
}

TEST_CASE("a recording that a full disk ended is told by the exit status", "[cli]") {
  const Workplace place;
  const auto sample = place.run("sample ordering -o /dev/full");
  CHECK(sample.exit_code == 3);
  CHECK(sample.out.ends_with("immediate\ntick in immediate\n"));
  CHECK(sample.err.starts_with("loopscope: Recording ended: Cannot write /dev/full: "));
  CHECK(std::count(sample.err.begin(), sample.err.end(), '\n') == 1);
}

TEST_CASE("a server's sample has as many clients as are asked for", "[cli]") {
  const Workplace place;
  const auto five = place.run("sample select --clients 5 -o T.jsonl");
  CHECK(five.exit_code == 0);
  CHECK(five.out.find("answering client 5, request 2") != std::string::npos);
  CHECK(place.run("validate T.jsonl").exit_code == 0);
  CHECK(place.run("sample select --clients 0").exit_code == 2);
  const auto none = place.run("sample ordering --clients 5");
  CHECK(none.exit_code == 2);
  CHECK(none.err.find("has no clients to count") != std::string::npos);
}

TEST_CASE("the event-driven server ends without a free descriptor", "[cli]") {
  const Workplace place;
  const std::string sample = "sh -c 'timeout 20 " LOOPSCOPE_PROGRAM " sample event-server'";
  for (const char* const descriptors : {"8", "9", "11"}) {
    INFO(descriptors);
    const auto limited =
        place.run("schema >schema.txt; ulimit -n " + std::string(descriptors) + "; " + sample);
    CHECK(limited.exit_code != 124);  // timeout's own
    CHECK(limited.out.find("Too many open files") != std::string::npos);
  }
}

TEST_CASE("a range of the timeline in which nothing happened says so", "[cli]") {
  const Workplace place;
  static_cast<void>(place.run("sample ordering --virtual-time -o T.jsonl"));
  const auto late = place.run("timeline T.jsonl --from 99s");
  CHECK(late.exit_code == 0);
  CHECK(late.out.find("Nothing happened in this range. The trace goes from ") != std::string::npos);
  CHECK(place.run("timeline T.jsonl --from 5ms --to 1ms").exit_code == 2);
}

TEST_CASE("every verb explains itself with an example", "[cli]") {
  const Workplace place;
  CHECK(place.run("--version").out.starts_with("loopscope "));
  CHECK(place.run("--help").out.find("Exit status") != std::string::npos);
  for (const char* verb :
       {"sample", "timeline", "stats", "validate", "export", "merge", "schema"}) {
    const auto help = place.run(std::string(verb) + " --help");
    CHECK(help.exit_code == 0);
    CHECK(help.out.find("Example:\n  loopscope ") != std::string::npos);
  }
}

TEST_CASE("a damaged line is reported with its number, the rest is shown", "[cli]") {
  const Workplace place;
  place.write("T.jsonl", std::string(header).append("{\"t\":1,\n").append(body).append(end));
  const auto timeline = place.run("timeline T.jsonl");
  CHECK(timeline.exit_code == 0);
  CHECK(timeline.err.find("T.jsonl:2: ") != std::string::npos);
  CHECK(timeline.out.find("a line") != std::string::npos);
}

TEST_CASE("a trace that was cut off says so", "[cli]") {
  const Workplace place;
  place.write("T.jsonl", std::string(header).append(body));
  CHECK(place.run("timeline T.jsonl").out.find("cut off") != std::string::npos);
  CHECK(place.run("timeline --json T.jsonl").out.ends_with("{\"kind\":\"cut\"}\n"));
  CHECK(place.run("stats T.jsonl").out.find("cut off") != std::string::npos);
}

TEST_CASE("a reader that goes away early is no error", "[cli]") {
  const Workplace place;
  std::string long_trace(header);
  for (int i = 0; i < 20'000; ++i)
    long_trace.append(R"({"t":)" + std::to_string(i) +
                      R"(,"e":"log","s":"out","text":"x"})"
                      "\n");
  place.write("T.jsonl", long_trace);
  static_cast<void>(place.run("timeline T.jsonl 2>err2.txt; echo $? >code.txt; } | { head -1"));
  CHECK(place.read("code.txt") == "0\n");
  CHECK(place.read("err2.txt").empty());
}

TEST_CASE("an output that cannot be written ends with 3", "[cli]") {
  const Workplace place;
  place.write("T.jsonl", trace());
  CHECK(place.run("export T.jsonl -o no/folder/out.json").exit_code == 3);
  CHECK(place.run("merge T.jsonl T.jsonl -o no/folder/out.jsonl").exit_code == 3);
  CHECK(place.run("timeline T.jsonl >/dev/full").exit_code == 3);
  CHECK(place.run("stats T.jsonl >/dev/full").exit_code == 3);
  std::filesystem::create_symlink("target", place.path / "link");
  CHECK(place.run("export T.jsonl -o link").exit_code == 3);
  CHECK_FALSE(std::filesystem::exists(place.path / "target"));
}

TEST_CASE("the schema is JSON", "[cli]") {
  const Workplace place;
  CHECK(nlohmann::json::parse(place.run("schema").out).contains("$schema"));
}

TEST_CASE("an output that is the trace itself is refused", "[cli]") {
  const Workplace place;
  place.write("T.jsonl", trace());
  place.write("A.jsonl", trace());
  CHECK(place.run("export T.jsonl -o ./T.jsonl").exit_code == 2);
  CHECK(place.run("merge A.jsonl T.jsonl -o T.jsonl").exit_code == 2);
  CHECK(place.read("T.jsonl") == trace());
}

TEST_CASE("a sample runs, records itself and can be printed", "[cli]") {
  const Workplace place;
  CHECK(place.run("sample --list").out.find("closing") != std::string::npos);
  const auto sample = place.run("sample closing --virtual-time --loop classic -o T.jsonl");
  CHECK(sample.exit_code == 0);
  CHECK(sample.out.find("second is closed\nfirst is closed\n") != std::string::npos);
  const auto timeline = place.run("timeline T.jsonl");
  CHECK(timeline.exit_code == 0);
  CHECK(timeline.out.find("closing  classic loop, reactor, virtual clock") != std::string::npos);
  CHECK(timeline.out.find("▸ second is closed") < timeline.out.find("▸ first is closed"));
  CHECK(place.run("sample closing -o no/folder/T.jsonl").exit_code == 3);
}

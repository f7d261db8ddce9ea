// The program itself: exit codes, what goes to which stream, what it leaves behind.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/tracer/export/chrome_check.hpp"

using loopscope::ChromeCheck;

namespace {

struct Workplace {
  std::filesystem::path path;
  Workplace() {
    std::string name = std::filesystem::temp_directory_path() / "loopscope-test-XXXXXX";
    path = ::mkdtemp(name.data());
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  ~Workplace() { std::filesystem::remove_all(path); }

  void write(const std::string& name, std::string_view text) const {
    std::ofstream(path / name) << text;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(path / name).rdbuf();
    return text.str();
  }

  struct Result {
    int exit_code;
    std::string out;
    std::string err;
  };
  /// Runs `loopscope ARGUMENTS` by the shell, in this folder.
  [[nodiscard]] Result run(const std::string& arguments) const {
    std::ostringstream command;
    command << "cd '" << path.string() << "' && { " LOOPSCOPE_PROGRAM " " << arguments
            << "; } >out.txt 2>err.txt";
    const int status = std::system(command.str().c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read("out.txt"), read("err.txt")};
  }
};

constexpr std::string_view header =
    R"({"loopscope":1,"clock":"tsc","start":"2026-11-23T05:37:08.123456789Z","profile":"modern",)"
    R"("runtime":"reactor","process":"test","pid":42,"argv":["test"],"grain_ns":1000000,"sources":{}})"
    "\n";
constexpr std::string_view body =
    R"({"t":1,"e":"def","kind":"name","n":2,"text":"hello"}
{"t":10,"e":"task.queue","id":1,"q":"main","name":2}
{"t":20,"e":"task.begin","id":1}
{"t":30,"e":"log","s":"out","text":"a line","task":1}
{"t":40,"e":"task.end","id":1}
)";
constexpr std::string_view end = R"({"t":50,"e":"end","exit":0,"events":5,"dropped":0})"
                                 "\n";

std::string trace() {
  return std::string(header).append(body).append(end);
}

}  // namespace

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
  CHECK(place.run("").exit_code == 2);
  CHECK(place.run("dance").exit_code == 2);
  CHECK(place.run("timeline T.jsonl --from soon").exit_code == 2);
  CHECK(place.run("export --format pdf T.jsonl -o x").exit_code == 2);
  CHECK(place.run("sample no-such-sample").exit_code == 2);
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

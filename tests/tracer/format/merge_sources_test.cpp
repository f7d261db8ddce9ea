// Texts of source files, and what else a merge must not break.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/tracer/format/files.hpp"
#include "tracer/format/merge.hpp"
#include "tracer/format/source_texts.hpp"
#include "tracer/format/validate.hpp"

using namespace loopscope;
using namespace loopscope::test;

namespace {

std::string source(std::string_view file, int n, std::string_view text, int t = 1) {
  return fmt::format(R"({{"t":{},"e":"source","file":"{}","n":{},"text":"{}"}})"
                     "\n",
                     t, file, n, text);
}

/// Ended as it should be.
std::string whole(const std::string& lines, int t = 1'000'000) {
  return trace_of(lines) + fmt::format(R"({{"t":{},"e":"end","exit":0,"events":{},"dropped":0}})"
                                       "\n",
                                       t, std::count(lines.begin(), lines.end(), '\n'));
}

/// Of a merge of `inputs` in one folder: the texts it has, and what is wrong with it.
struct Merged {
  explicit Merged(const std::vector<std::string>& inputs) {
    std::vector<std::string> paths;
    for (const std::string& input : inputs)
      paths.push_back(write_file(directory / std::to_string(paths.size()), input));
    report = merge_traces(paths, directory / "out");
    TraceReader reader(directory / "out");
    while (const TraceEvent* event = reader.next()) {
      if (event->event == Event::source && sources.take(*event).empty())
        texts[std::string(event->file)] += event->text;
    }
    validation = validate(directory / "out");
  }
  const TemporaryDirectory directory;
  MergeReport report;
  SourceTexts sources;
  std::map<std::string, std::string> texts;
  ValidationReport validation;
};

}  // namespace

TEST_CASE("a source file that several processes hold is in the merged trace once", "[format]") {
  const std::string common = source("util.js", 1, "one ") + source("util.js", 2, "two");
  const Merged merged({whole(common + source("a.js", 1, "a")),
                       whole(source("b.js", 1, "b") + common), whole(common)});
  CHECK(merged.texts ==
        std::map<std::string, std::string>{{"util.js", "one two"}, {"a.js", "a"}, {"b.js", "b"}});
  CHECK(merged.validation.sound());
  CHECK(merged.report.problems == 0);
}

TEST_CASE("of a file with several texts the earliest counts", "[format]") {
  const Merged merged({whole(source("x.js", 1, "late", 9)), whole(source("x.js", 1, "early", 3))});
  CHECK(merged.texts == std::map<std::string, std::string>{{"x.js", "early"}});
  CHECK(merged.validation.sound());
}

TEST_CASE("files beyond the limit of a merge are told", "[format]") {
  std::string many;
  for (std::size_t i = 0; i < SourceTexts::max_files + 3; ++i)
    many += source(std::to_string(i), 1, "x");
  const Merged merged({whole(many), whole(source("0", 1, "x"))});
  CHECK(merged.texts.size() == SourceTexts::max_files);
  CHECK(merged.report.problems == 3);
}

TEST_CASE("an input without a single event merges", "[format]") {
  const Merged merged({whole(""), whole(source("a.js", 1, "a"))});
  CHECK(merged.validation.sound());
  CHECK(merged.report.events == 2 + 1 + 1);  // two processes, the source, the end
  const Merged nothing({trace_of(""), trace_of("")});
  CHECK(nothing.report.events == 2);
}

TEST_CASE("the lines of each input keep their order, and those of all are in that of time",
          "[format][property]") {
  std::mt19937 random(8);
  std::vector<std::string> inputs;
  for (int input = 0; input < 4; ++input) {
    std::string lines;
    int t = 0;
    for (int i = 0; i < 200; ++i)
      lines += fmt::format(R"({{"t":{},"e":"log","s":"out","text":"{} {}"}})"
                           "\n",
                           t += static_cast<int>(random() % 3), input, i);
    inputs.push_back(whole(lines));
  }
  const Merged merged(inputs);
  CHECK(merged.validation.sound());
  TraceReader reader(merged.directory / "out");
  std::int64_t last_ns = 0;
  std::vector<int> next(inputs.size());
  while (const TraceEvent* event = reader.next()) {
    REQUIRE(event->t_ns >= last_ns);
    last_ns = event->t_ns;
    if (event->event != Event::log) continue;
    REQUIRE(event->text == fmt::format("{} {}", event->process, next[event->process]));
    ++next[event->process];
  }
  CHECK(next == std::vector<int>(4, 200));
}

TEST_CASE("merging one trace changes nothing but its numbers of processes", "[format]") {
  const std::string lines = source("a.js", 1, "a") +
                            R"({"t":2,"e":"task.queue","id":7,"q":"timer","due":9,"delay":1}
{"t":3,"e":"task.begin","id":7}
{"t":4,"e":"counter","name":3,"value":-2}
{"t":5,"e":"task.end","id":7,"error":"no"}
)";
  const Merged merged({trace_of(lines)});
  std::vector<nlohmann::json> before;
  std::vector<nlohmann::json> after;
  for (const std::string& line : lines_of(merged.directory / "0"))
    before.push_back(nlohmann::json::parse(line));
  for (const std::string& line : lines_of(merged.directory / "out"))
    after.push_back(nlohmann::json::parse(line));
  after.erase(after.begin() + 1);  // the process
  before.erase(before.begin());
  after.erase(after.begin());
  CHECK(after == before);
}

#include "viewer/model/source_files.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/tracer/model/loaded.hpp"

using namespace loopscope;
using viewer::SourceFiles;

namespace {

TraceEvent& source_line(Script& script, std::int64_t piece, std::string_view text) {
  TraceEvent& added = script.add(0, Event::source);
  added.file = "file:///a.mjs";
  added.n = piece;
  added.text = text;
  return added;
}

}  // namespace

TEST_CASE("source lines of a trace are a file's text and no steps", "[viewer]") {
  Script script;
  source_line(script, 1, "one\ntw");
  source_line(script, 2, "o\n");
  script.queue(1, 1, Queue::tick);
  const Loaded loaded(script);
  CHECK(loaded.trace.size() == 1);
  CHECK(loaded.trace.lines() == 3);
  SourceFiles files;
  files.open("/tmp/T.jsonl");
  CHECK(files.file(loaded.trace, "file:///a.mjs").lines == std::vector<std::string>{"one", "two"});
}

TEST_CASE("a file that is not here is found once its lines have come", "[viewer]") {
  Script script;
  source_line(script, 1, "here now\n");
  const Loaded before{Script()};
  const Loaded after(script);
  SourceFiles files;
  files.open("/tmp/T.jsonl");
  CHECK(files.file(before.trace, "file:///a.mjs").lines.empty());
  CHECK_FALSE(files.file(before.trace, "file:///a.mjs").problem.empty());
  CHECK(files.file(after.trace, "file:///a.mjs").lines.size() == 1);
}

TEST_CASE("Node's own source is not asked for", "[viewer]") {
  const Loaded loaded{Script()};
  SourceFiles files;
  files.open("/tmp/T.jsonl");
  CHECK(files.file(loaded.trace, "node:net").problem ==
        "node:net is a part of Node. The trace holds the sources of the program only.");
}

TEST_CASE("a file is looked for beside the trace and above it", "[viewer]") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("loopscope-sources-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder / "src");
  std::filesystem::create_directories(folder / "traces");
  std::ofstream(folder / "src" / "a.cpp") << "\tint x;\n";
  const Loaded loaded{Script()};
  SourceFiles files;
  files.open((folder / "traces" / "T.jsonl").string());
  CHECK(files.file(loaded.trace, "../../src/a.cpp").lines ==
        std::vector<std::string>{"    int x;"});
  std::filesystem::remove_all(folder);
}

TEST_CASE("a file that is too large is not shown, and says so", "[viewer]") {
  const auto path =
      std::filesystem::temp_directory_path() / ("loopscope-large-" + std::to_string(::getpid()));
  std::ofstream(path) << "x";
  std::filesystem::resize_file(path, SourceFiles::max_file_bytes + 1);
  const Loaded loaded{Script()};
  SourceFiles files;
  files.open("/tmp/T.jsonl");
  const SourceFiles::File& file = files.file(loaded.trace, path.string());
  CHECK(file.lines.empty());
  CHECK(file.problem.find("too large") != std::string::npos);
  std::filesystem::remove(path);
}

// Traces that tests write, and what a reader says of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/temporary_directory.hpp"
#include "tracer/format/reader.hpp"

namespace loopscope::test {

inline constexpr std::string_view small_header =
    R"({"loopscope":1,"clock":"tsc","start":"2026-11-23T05:37:08.000000001Z","profile":"modern"})"
    "\n";

struct Problem {
  std::uint64_t line;
  std::string reason;
};

/// Everything that a reader says about a file; texts are copied where events have them.
struct ReadResult {
  std::vector<TraceEvent> events;  // without texts
  std::vector<std::string> texts;
  std::vector<Problem> problems;
  bool closed = false;
};

inline ReadResult read_all(const std::string& path, unsigned threads = 1) {
  ReadResult result;
  ReadOptions options{.threads = threads};
  options.on_problem = [&result](std::uint64_t line, std::string_view reason) {
    result.problems.push_back({line, std::string(reason)});
  };
  TraceReader reader(path, std::move(options));
  while (const TraceEvent* event = reader.next()) {
    result.events.push_back(*event);
    result.texts.emplace_back(event->text);
  }
  result.closed = reader.closed();
  return result;
}

/// A header and `lines`.
inline std::string trace_of(std::string_view lines, std::string_view header = small_header) {
  std::string trace(header);
  trace += lines;
  return trace;
}

/// What is read of a file of a header and `lines`.
inline ReadResult read_text(std::string_view lines) {
  const TemporaryDirectory directory;
  return read_all(write_file(directory / "t.jsonl", trace_of(lines)));
}

}  // namespace loopscope::test

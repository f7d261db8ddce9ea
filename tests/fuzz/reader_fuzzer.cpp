// libFuzzer: any bytes as a trace. Nothing may crash, hang or grow without bound, and both ways of
// reading a line must agree.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/fuzz/memory_file.hpp"
#include "tracer/format/definitions.hpp"
#include "tracer/format/event_line.hpp"
#include "tracer/format/merge.hpp"
#include "tracer/format/reader.hpp"
#include "tracer/format/validate.hpp"

namespace loopscope {
namespace {

void read(const std::string& path, unsigned threads, LineBuffer& lines) {
  std::uint64_t last_line = 1;
  ReadOptions options{.threads = threads};
  options.on_problem = [&last_line](std::uint64_t line, std::string_view reason) {
    if (line < last_line || reason.empty()) std::abort();
    last_line = line;
  };
  TraceReader reader(path, std::move(options));
  Definitions definitions({.entries = 1000, .bytes = 100'000});
  while (const TraceEvent* event = reader.next()) {
    if (event->line < last_line) std::abort();
    last_line = event->line;
    definitions.add(*event);
    if (event->event != Event::unknown) append_line(lines, *event);
  }
}

// What was read, written and read again is the same.
void check_again(const LineBuffer& lines) {
  constexpr std::string_view header = "{\"loopscope\":1}\n";
  MemoryFile file;
  file.write(header.data(), header.size());
  file.write(lines.text().data(), lines.size());
  LineBuffer again;
  read(file.path(), 1, again);
  if (again.text() != lines.text()) std::abort();
}

void check(const std::string& path) {
  LineBuffer lines;
  read(path, 1, lines);
  LineBuffer parallel;
  read(path, 3, parallel);
  if (parallel.text() != lines.text()) std::abort();
  check_again(lines);
  static_cast<void>(validate(path, {.max_findings = 10, .max_live_ids = 1000}));
  static_cast<void>(merge_traces({path, path}, "/dev/null"));
}

}  // namespace
}  // namespace loopscope

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  loopscope::MemoryFile file;
  file.write(reinterpret_cast<const char*>(data), size);
  try {
    loopscope::check(file.path());
  } catch (const loopscope::TraceError&) {
    // What is no trace at all, or cannot be merged, has been refused.
  }
  return 0;
}

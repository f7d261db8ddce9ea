// A file that grows while it is loaded (`--follow`), and one that is damaged, in blocks of any
// size.
#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "tests/tracer/format/files.hpp"
#include "tests/tracer/format/random_events.hpp"
#include "tests/tracer/model/state_text.hpp"
#include "tracer/model/trace_loader.hpp"

using namespace loopscope;
using namespace loopscope::test;

namespace {

/// Tasks, turns and lines of output of two threads, definitions among them.
std::string busy_lines(int rounds, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::string lines;
  const auto line = [&lines](std::string text) { lines += "{\"t\":" + text + "}\n"; };
  for (int i = 1; i <= rounds; ++i) {
    const std::string t = std::to_string(10 * i - static_cast<int>(random() % 15));
    const std::string id = std::to_string(i);
    if (i % 9 == 1)
      line(t + R"(,"e":"def","kind":"name","n":)" + id + R"(,"text":"name )" + id + "\"");
    line(t + R"(,"e":"task.queue","q":"tick","id":)" + id +
         ",\"name\":" + std::to_string(i - (i - 1) % 9));
    if (random() % 3 == 0) line(t + R"(,"e":"log","s":"out","text":"line \")" + id + "\"");
    if (random() % 4 == 0) line(t + R"(,"e":"turn","now":0,"n":)" + id);
    const std::string thread = random() % 5 == 0 ? ",\"th\":1" : "";
    line(t + R"(,"e":"task.begin","id":)" + id + thread);
    if (random() % 6 != 0) line(t + R"(,"e":"task.end","id":)" + id + thread);
  }
  return lines;
}

std::string text_of(const Trace& trace) {
  std::string text;
  for (std::uint32_t i = 0; i < trace.size(); ++i) {
    TraceEvent event = trace.event(i);
    event.fields = field_set({Field::id, Field::n, Field::text, Field::th});
    text += line_of(event);
    text += std::string(trace.name(trace[i])) + " " + std::to_string(trace.back(i)) + " " +
            std::to_string(trace.forward(i)) + "\n";
  }
  return text + text_of(trace.last_state());
}

void fetch_all(TraceLoader& loader) {
  while (loader.fetch()) loader.append();
}

std::string loaded_at_once(const std::string& path, unsigned threads = 1) {
  TraceLoader loader(path, {.threads = threads});
  fetch_all(loader);
  loader.trace().finish();
  return text_of(loader.trace());
}

}  // namespace

TEST_CASE("a trace that grew by pieces is the one that is loaded at once", "[model][property]") {
  const TemporaryDirectory directory;
  const std::string lines = busy_lines(300, 1);
  const std::string whole = loaded_at_once(write_file(directory / "whole", trace_of(lines)));
  std::mt19937 random(2);
  for (const std::size_t most : {1, 7, 50, 3000}) {
    const std::string path = write_file(directory / "growing", small_header);
    std::ofstream file(path, std::ios::app | std::ios::binary);
    TraceLoader loader(path, {.threads = 2, .follow = true});
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t piece = 1 + random() % most;
      file << std::string_view(lines).substr(at, piece) << std::flush;
      at += piece;
      if (most == 1 && random() % 10 != 0) continue;
      fetch_all(loader);
      loader.trace().finish();
    }
    fetch_all(loader);
    loader.trace().finish();
    INFO("pieces of up to " << most);
    CHECK(text_of(loader.trace()) == whole);
    CHECK(loader.trace().problem_count() == 0);
  }
}

TEST_CASE("however many threads parse, a trace is the same", "[model]") {
  const TemporaryDirectory directory;
  const std::string path = write_file(directory / "t", trace_of(busy_lines(20'000, 3)));
  const std::string one = loaded_at_once(path, 1);
  for (const unsigned threads : {2U, 5U}) CHECK(loaded_at_once(path, threads) == one);
}

TEST_CASE("damage at the borders of blocks is told with its line, and nothing else is lost",
          "[model]") {
  const TemporaryDirectory directory;
  std::string lines;
  std::vector<std::uint64_t> damaged;
  std::uint64_t line = 1;
  std::uint64_t events = 0;
  for (std::size_t next = 250; lines.size() < 2'000'000; ++line) {
    const bool bad = lines.size() >= next;
    if (bad) next = (lines.size() / 256 + 1) * 256 - 30 + line % 60;  // near every border
    if (bad) damaged.push_back(line + 1);
    events += bad ? 0 : 1;
    lines += bad ? R"({"t":1,"e":"turn","n":)" : R"({"t":1,"e":"log","s":"out","text":"x"})";
    lines += "\n";
  }
  TraceLoader loader(write_file(directory / "t", trace_of(lines)));
  fetch_all(loader);
  const Trace& trace = loader.trace();
  CHECK(trace.size() == events);
  CHECK(trace.problem_count() == damaged.size());
  REQUIRE(trace.problems().size() == Trace::max_shown_problems);
  for (std::size_t i = 0; i < Trace::max_shown_problems; ++i)
    REQUIRE(trace.problems()[i].line == damaged[i]);
}

TEST_CASE("a loader says whether the trace was closed, and how far it is", "[model]") {
  const TemporaryDirectory directory;
  const std::string open = R"({"t":1,"e":"log","s":"out","text":"x"})"
                           "\n";
  const std::string end = R"({"t":2,"e":"end","exit":0,"events":1,"dropped":0})"
                          "\n";
  TraceLoader cut(write_file(directory / "cut", trace_of(open)));
  fetch_all(cut);
  CHECK_FALSE(cut.closed());
  CHECK(cut.progress() == 1.0);
  TraceLoader whole(write_file(directory / "whole", trace_of(open + end)));
  CHECK(whole.progress() < 1.0);
  fetch_all(whole);
  CHECK(whole.closed());
}

TEST_CASE("a file whose last line is unfinished is reported once it does not grow", "[model]") {
  const TemporaryDirectory directory;
  const std::string path = write_file(directory / "t", trace_of(R"({"t":1,"e":"lo)"));
  TraceLoader following(path, {.threads = 2, .follow = true});
  fetch_all(following);
  CHECK(following.trace().problem_count() == 0);
  TraceLoader once(path);
  fetch_all(once);
  REQUIRE(once.trace().problem_count() == 1);
  CHECK(once.trace().problems()[0].line == 2);
}

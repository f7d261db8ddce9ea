// Property: what is written as a line is read back as the same event, by both ways of reading.
#include <random>

#include <catch2/catch.hpp>

#include "tests/tracer/format/files.hpp"
#include "tests/tracer/format/random_events.hpp"
#include "tracer/format/event_line.hpp"

using namespace loopscope;
using namespace loopscope::test;

namespace {

// The same JSON in a form that the fast way does not take.
std::string unusual_form(std::string line) {
  line.insert(1, "  ");
  return line;
}

constexpr std::uint32_t seeds = 20;
constexpr int events_per_seed = 500;

}  // namespace

TEST_CASE("events come back as they were written", "[format][property]") {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    RandomEvents events(seed);
    std::vector<std::string> lines;
    std::string text(small_header);
    for (int i = 0; i < events_per_seed; ++i) {
      lines.push_back(line_of(events.next()));
      text += i % 2 == 0 ? lines.back() : unusual_form(lines.back());
    }
    const TemporaryDirectory directory;
    TraceReader reader(write_file(directory / "t", text));
    for (const std::string& line : lines) {
      const TraceEvent* event = reader.next();
      REQUIRE(event != nullptr);
      if (line_of(*event) != line) FAIL_CHECK("seed " << seed << ": " << line << line_of(*event));
    }
    CHECK(reader.problems() == 0);
  }
}

TEST_CASE("both ways of reading agree on damaged lines", "[format][property]") {
  std::mt19937 random(1);
  RandomEvents events(1);
  std::string plain(small_header);
  std::string unusual(small_header);
  for (int i = 0; i < 3000; ++i) {
    std::string line = line_of(events.next());
    const std::size_t at = 1 + random() % (line.size() - 2);
    line[at] = static_cast<char>("\"\\{}[]:,0-te x"[random() % 15]);
    plain += line;
    unusual += ' ' + line;
  }
  const TemporaryDirectory directory;
  const ReadResult one = read_all(write_file(directory / "one", plain));
  const ReadResult other = read_all(write_file(directory / "other", unusual));
  REQUIRE(one.problems.size() == other.problems.size());
  for (std::size_t i = 0; i < one.problems.size(); ++i)
    CHECK(one.problems[i].line == other.problems[i].line);
  REQUIRE(one.events.size() == other.events.size());
  for (std::size_t i = 0; i < one.events.size(); ++i)
    CHECK(one.events[i].line == other.events[i].line);
}

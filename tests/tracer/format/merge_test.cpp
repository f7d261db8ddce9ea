#include "tracer/format/merge.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/tracer/format/files.hpp"
#include "tracer/format/definitions.hpp"
#include "tracer/format/validate.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Catch::Contains;

namespace {

std::string header(std::string process, std::string start, std::string clock = "tsc") {
  TraceHeader header;
  header.process = std::move(process);
  header.start = std::move(start);
  header.clock = std::move(clock);
  return to_line(header);
}

// One task from its queuing at 100 to its end at 300.
std::string run_of(std::string_view name, int exit_code) {
  return fmt::format(R"({{"t":100,"e":"def","kind":"name","n":1,"text":"{}"}}
{{"t":100,"e":"task.queue","id":1,"q":"timer","due":150,"name":1}}
{{"t":200,"e":"task.begin","id":1}}
{{"t":300,"e":"task.end","id":1}}
{{"t":400,"e":"end","exit":{},"events":4,"dropped":0}}
)",
                     name, exit_code);
}

}  // namespace

TEST_CASE("traces merge by absolute time, with their own numbers", "[format]") {
  const TemporaryDirectory directory;
  const std::string a = write_file(
      directory / "a", header("a", "2026-11-23T05:00:00.000000150Z") + run_of("late", 0));
  const std::string b = write_file(
      directory / "b", header("b", "2026-11-23T05:00:00.000000000Z") + run_of("early", 3));
  const std::string out = directory / "out.jsonl";
  const MergeReport report = merge_traces({a, b}, out);
  CHECK(report.events == 11);
  CHECK(report.problems == 0);
  CHECK(validate(out).sound());

  TraceReader reader(out);
  Definitions definitions;
  std::vector<std::string> order;
  std::int64_t exit_code = 0;
  while (const TraceEvent* event = reader.next()) {
    definitions.add(*event);
    if (event->event == Event::task_queue)
      order.push_back(fmt::format("{}{} {} {}", definitions.name(event->name), event->process,
                                  event->t_ns, event->when_ns));
    if (event->event == Event::end) exit_code = event->n;
  }
  CHECK(reader.header().start == "2026-11-23T05:00:00.000000000Z");
  CHECK(order == std::vector<std::string>{"early1 100 150", "late0 250 300"});
  CHECK(exit_code == 3);
  REQUIRE(definitions.process(1) != nullptr);
  CHECK(definitions.process(1)->name == "b");
}

TEST_CASE("a merged trace can be merged again", "[format]") {
  const TemporaryDirectory directory;
  const std::string a =
      write_file(directory / "a", header("a", "2026-11-23T05:00:00Z") + run_of("x", 0));
  const std::string two = directory / "two";
  merge_traces({a, a}, two);
  const std::string three = directory / "three.jsonl.zst";
  merge_traces({two, a}, three);
  CHECK(validate(three).sound());
  std::vector<bool> seen(4);
  TraceReader reader(three);
  while (const TraceEvent* event = reader.next())
    if (event->event == Event::task_begin) seen.at(event->process) = true;
  CHECK(seen == std::vector<bool>{true, true, true, false});
}

TEST_CASE("damage in an input is left out, a cut input makes a cut output", "[format]") {
  const TemporaryDirectory directory;
  const std::string cut = std::string(header("a", "2026-11-23T05:00:00Z")) +
                          "damage\n{\"t\":1,\"e\":\"later\"}\n"
                          R"({"t":9223372036854775807,"e":"poll.wake","ready":1})"
                          "\n";
  const std::string a = write_file(directory / "a", cut);
  std::vector<Problem> problems;
  MergeOptions options;
  options.on_problem = [&](const std::string&, std::uint64_t line, std::string_view reason) {
    problems.push_back({line, std::string(reason)});
  };
  CHECK(merge_traces({a}, directory / "out", options).problems == 3);
  REQUIRE(problems.size() == 3);
  CHECK(problems[2].line == 4);
  CHECK_FALSE(read_all(directory / "out").closed);
}

TEST_CASE("what cannot be merged is refused", "[format]") {
  const TemporaryDirectory directory;
  const std::string real = write_file(directory / "real", header("a", "2026-11-23T05:00:00Z"));
  const std::string made_up =
      write_file(directory / "virtual", header("a", "2026-11-23T05:00:00Z", "virtual"));
  CHECK_THROWS_WITH(merge_traces({real, made_up}, directory / "out"), Contains("virtual time"));
  CHECK_THROWS_WITH(merge_traces({real}, real), Contains("one of the inputs"));
  CHECK_THROWS_WITH(merge_traces({}, directory / "out"), Contains("Nothing to merge"));
  CHECK_THROWS_WITH(merge_traces({real}, directory / "no/where"), Contains("No such file"));
}

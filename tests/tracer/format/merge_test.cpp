#include "tracer/format/merge.hpp"

#include <fmt/format.h>

#include <algorithm>

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

TEST_CASE("inputs whose starts are no times, or decades apart, are refused", "[format]") {
  const TemporaryDirectory directory;
  const std::string early = write_file(directory / "early", header("a", "1900-01-01T00:00:00Z"));
  const std::string late = write_file(directory / "late", header("b", "2200-12-31T00:00:00Z"));
  const std::string never = write_file(directory / "never", header("c", "yesterday"));
  CHECK_THROWS_WITH(merge_traces({early, late}, directory / "out"),
                    Contains("late: it began more than 10000 days after another input"));
  CHECK_THROWS_WITH(merge_traces({late, early}, directory / "out"), Contains("10000 days"));
  CHECK_THROWS_WITH(merge_traces({early, never}, directory / "out"),
                    Contains("never: its \"start\" \"yesterday\" is not a time"));
  CHECK_FALSE(std::filesystem::exists(directory / "out"));
}

TEST_CASE("a classic and a modern trace are not merged", "[format]") {
  const TemporaryDirectory directory;
  TraceHeader made;
  made.start = "2026-11-23T05:00:00.000000000Z";
  const std::string modern = write_file(directory / "modern", to_line(made));
  made.profile = "classic";
  const std::string classic = write_file(directory / "classic", to_line(made));
  CHECK_THROWS_WITH(merge_traces({modern, classic}, directory / "out"),
                    Contains("classic") && Contains("one order of phases"));
  CHECK_FALSE(std::filesystem::exists(directory / "out"));
}

TEST_CASE("virtual times merge as they are", "[format]") {
  const TemporaryDirectory directory;
  const auto virtual_trace = [&directory](const char* name, const char* start) {
    return write_file(directory / name, header(name, start, "virtual") + run_of(name, 0));
  };
  const std::string out = directory / "out";
  merge_traces({virtual_trace("a", "2026-11-23T05:00:00Z"), virtual_trace("b", "not known")}, out);
  CHECK(validate(out).findings.empty());
  for (const TraceEvent& event : read_all(out).events)
    if (event.event == Event::task_begin) CHECK(event.t_ns == 200);
}

TEST_CASE("all numbers are renumbered, and mean what they meant", "[format]") {
  const TemporaryDirectory directory;
  const std::string lines = R"({"t":1,"e":"def","kind":"thread","n":0,"text":"loop","tid":5}
{"t":1,"e":"def","kind":"name","n":2,"text":"NAME"}
{"t":1,"e":"def","kind":"location","n":3,"text":"NAME.cpp","line":7}
{"t":2,"e":"handle.open","id":1,"kind":"tcp-server","name":2,"at":3}
{"t":3,"e":"handle.open","id":2,"kind":"tcp"}
{"t":4,"e":"tcp.accept","c":2,"server":1}
{"t":5,"e":"task.queue","id":3,"q":"io","name":2,"at":3,"fn":3}
{"t":6,"e":"task.begin","id":3}
{"t":7,"e":"log","s":"out","text":"NAME","task":3}
{"t":8,"e":"task.end","id":3}
{"t":9,"e":"end","exit":0,"events":10,"dropped":0}
)";
  const auto trace = [&](const std::string& name) {
    std::string text = lines;
    for (std::size_t at = 0; (at = text.find("NAME")) != text.npos;) text.replace(at, 4, name);
    return write_file(directory / name, header(name, "2026-11-23T05:00:00Z") + text);
  };
  const std::string out = directory / "out";
  merge_traces({trace("one"), trace("two"), trace("three")}, out);
  CHECK(validate(out).sound());
  TraceReader reader(out);
  Definitions definitions;
  std::vector<std::string> found;
  while (const TraceEvent* event = reader.next()) {
    definitions.add(*event);
    if (event->event != Event::task_queue) continue;
    REQUIRE(definitions.location(event->fn) != nullptr);
    found.push_back(fmt::format("{} {} {}", definitions.name(event->name),
                                definitions.location(event->at)->file,
                                definitions.location(event->fn)->line));
  }
  CHECK(found == std::vector<std::string>{"one one.cpp 7", "two two.cpp 7", "three three.cpp 7"});
}

TEST_CASE("numbers that no recorder makes are left out, not wrapped", "[format]") {
  const TemporaryDirectory directory;
  const std::string input =
      write_file(directory / "a", header("a", "2026-11-23T05:00:00Z") +
                                      R"({"t":1,"e":"task.begin","id":18446744073709551615}
{"t":1,"e":"mark","name":4294967295}
{"t":1,"e":"def","kind":"name","n":-1,"text":"x"}
{"t":1,"e":"def","kind":"name","n":4294967296,"text":"x"}
{"t":-9223372036854775808,"e":"poll.wake","ready":1}
{"t":1,"e":"task.queue","id":1,"q":"timer","due":9223372036854775807}
{"t":2,"e":"poll.wake","ready":1}
)");
  std::vector<std::string> reasons;
  MergeOptions options;
  options.on_problem = [&](const std::string&, std::uint64_t, std::string_view reason) {
    reasons.emplace_back(reason);
  };
  const MergeReport report = merge_traces({input, input}, directory / "out", options);
  CHECK(report.problems == 12);
  CHECK(std::count(reasons.begin(), reasons.end(), "has a number that is too big") == 8);
  CHECK(std::count(reasons.begin(), reasons.end(), "has a time that is too big") == 4);
  CHECK(read_all(directory / "out").events.size() == 4);  // two processes, two events
}

TEST_CASE("the losses of all inputs are counted together", "[format]") {
  const TemporaryDirectory directory;
  const std::string input =
      write_file(directory / "a", header("a", "2026-11-23T05:00:00Z") +
                                      R"({"t":5,"e":"drop","count":7,"from":1,"to":5}
{"t":6,"e":"end","exit":0,"events":1,"dropped":7}
)");
  merge_traces({input, input}, directory / "out");
  const ValidationReport report = validate(directory / "out");
  CHECK(report.sound());
  CHECK(report.dropped == 14);
}

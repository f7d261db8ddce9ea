#include "tracer/cli/stats_report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tracer/model/loaded.hpp"

using namespace loopscope;
using Catch::Contains;

namespace {

TraceHeader small_trace_header() {
  TraceHeader header;
  header.process = "puzzle";
  header.profile = "modern";
  header.runtime = "reactor";
  header.clock = "virtual";
  return header;
}

std::string text_of(const Script& script, std::size_t max_names = 20, bool colour = false) {
  return stats_text(small_trace_header(), statistics_of(Loaded(script).trace), colour, max_names);
}

nlohmann::json json_of(const Script& script) {
  return nlohmann::json::parse(
      stats_json(small_trace_header(), statistics_of(Loaded(script).trace)));
}

Script with_connections() {
  Script script;
  script.add(10, Event::tcp_accept, 5);
  script.add(11, Event::tcp_connect, 6);
  TraceEvent& refused = script.add(14, Event::tcp_error, 6);
  refused.op = "connect";
  refused.error = "ECONNREFUSED";
  script.add(15, Event::tcp_read, 5).n = 4'200;
  script.add(16, Event::tcp_again, 5);
  script.add(1'010, Event::tcp_close, 5);
  return script;
}

}  // namespace

TEST_CASE("the head of the statistics says what was recorded", "[cli][stats]") {
  CHECK_THAT(text_of(ordering_script()),
             Catch::StartsWith(
                 "puzzle  modern loop, reactor, virtual clock\n"
                 "1.04 ms recorded: 24 events, 2 turns, 4 callbacks run, 0 cancelled, 0 still "
                 "waiting at the end\n"));
}

TEST_CASE("a row has count, sum, percentiles, maximum and waits in columns", "[cli][stats]") {
  const std::string text = text_of(ordering_script());
  CHECK_THAT(
      text,
      Contains("\nCallbacks by queue               run     total       p50       p99       max  "
               "wait p50  wait max\n"
               "  timer                            1   3.00 µs   3.00 µs   3.00 µs   3.00 µs    "
               "999 µs    999 µs\n"));
  CHECK_THAT(
      text,
      Contains("  timers begin late by             1   2.00 µs   2.00 µs   2.00 µs   2.00 µs\n"));
}

TEST_CASE("what never waited has no time of waiting", "[cli][stats]") {
  Script script;
  script.queue(1, 1, Queue::io).repeat = true;
  script.run(10, 20, 1);
  CHECK_THAT(
      text_of(script),
      Contains("  io                               1     10 ns     10 ns     10 ns     10 ns    "
               "     -         -\n"));
}

TEST_CASE("names are sorted by the time they took", "[cli][stats]") {
  Script script;
  for (std::uint32_t name = 2; name < 5; ++name) {
    script.define(DefinitionKind::name, name, "job " + std::to_string(name));
    script.queue(100 * name, name, Queue::tick).name = name;
    script.run(100 * name, 101 * name, name);
  }
  const std::string text = text_of(script, 2);
  CHECK(text.find("job 4") < text.find("job 3"));
  CHECK(text.find("job 2") == std::string::npos);
  CHECK_THAT(text, Contains("  … and 1 more names (--names, --json)\n"));
}

TEST_CASE("losses and errors are told before the tables", "[cli][stats]") {
  Script script;
  script.add(1, Event::task_begin, 1);
  script.add(2, Event::task_end, 1).has_error = true;
  script.add(3, Event::drop).n = 7;
  const std::string text = text_of(script);
  CHECK_THAT(text, Contains("1 callbacks threw an error\n"
                            "7 records were lost while recording: counts are too low\n"));
  CHECK_THAT(text_of(ordering_script()), !Contains("lost"));
}

TEST_CASE("connections have a table where there are any", "[cli][stats]") {
  const std::string text = text_of(with_connections());
  CHECK_THAT(text, Contains("  failed to connect                1\n"));
  CHECK_THAT(text, Contains("4.20 kB in 1 reads\n"));
  CHECK_THAT(text, Contains("  error: connect ECONNREFUSED          1\n"));
  CHECK_THAT(text_of(ordering_script()), !Contains("Connections"));
}

TEST_CASE("control characters of a trace's names are visible in its statistics", "[cli][stats]") {
  Script script;
  script.define(DefinitionKind::name, 2, "\x1b[31mred");
  script.queue(1, 1, Queue::tick).name = 2;
  script.run(2, 3, 1);
  CHECK_THAT(text_of(script), Contains("\\x1b[31mred") && !Contains("\x1b"));
  CHECK(json_of(script)["names"].contains("\x1b[31mred"));
}

TEST_CASE("colours of statistics are in the headings only", "[cli][stats]") {
  std::string coloured = text_of(ordering_script(), 20, true);
  for (const std::string_view code : {"\x1b[1m", "\x1b[0m"})
    for (std::size_t at = 0; (at = coloured.find(code)) != std::string::npos;)
      coloured.erase(at, code.size());
  CHECK(coloured == text_of(ordering_script()));
}

TEST_CASE("the statistics of connections as JSON", "[cli][stats]") {
  const nlohmann::json tcp = json_of(with_connections())["tcp"];
  CHECK(tcp["accepted"] == 1);
  CHECK(tcp["failed"] == 1);
  CHECK(tcp["closed"] == 1);
  CHECK(tcp["read_bytes"] == 4'200);
  CHECK(tcp["again"] == 1);
  CHECK(tcp["errors"] == nlohmann::json({{"connect ECONNREFUSED", 1}}));
  CHECK(tcp["open"]["max_ns"] == 1'000);
}

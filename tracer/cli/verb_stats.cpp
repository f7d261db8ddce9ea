// loopscope stats: what a run adds up to.
#include <unistd.h>

#include <memory>

#include "tracer/cli/loaded_trace.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/stats_report.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"

namespace loopscope {
namespace {

struct StatsArguments {
  std::string trace;
  std::size_t max_names = 20;
  bool json = false;
};

void run_stats(const StatsArguments& arguments) {
  const LoadedTrace loaded(arguments.trace, "Adding up");
  const TraceHeader& header = loaded.trace().header();
  const Statistics statistics = statistics_of(loaded.trace());
  Output output(STDOUT_FILENO);
  output.write(arguments.json ? stats_json(header, statistics)
                              : stats_text(header, statistics, wants_colour(STDOUT_FILENO),
                                           arguments.max_names));
  if (!arguments.json && !loaded.closed())
    output.write("\nThe trace has no last line: the recording was cut off.\n");
  output.flush();
}

}  // namespace

void add_stats_verb(CLI::App& app, ExitCode&) {
  auto arguments = std::make_shared<StatsArguments>();
  CLI::App* verb =
      app.add_subcommand("stats", "Print counts, durations and delays per phase, queue and name");
  verb->add_option("trace", arguments->trace, "The trace (T.jsonl, T.jsonl.zst or -)")->required();
  verb->add_option("--names", arguments->max_names, "Rows in the table by name")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  verb->add_flag("--json", arguments->json, "One JSON document instead of tables");
  verb->footer(
      "Percentiles are right to within one percent.\n"
      "Example:\n  loopscope stats T.jsonl --json | jq .timer_lag.p99_ns");
  verb->callback([arguments] { run_stats(*arguments); });
}

}  // namespace loopscope

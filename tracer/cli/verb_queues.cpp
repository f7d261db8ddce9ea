// loopscope queues: what the loop holds at one moment.
#include <fmt/format.h>
#include <unistd.h>

#include <limits>
#include <memory>
#include <optional>

#include "tracer/cli/arguments.hpp"
#include "tracer/cli/loaded_trace.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/queues_report.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

struct QueuesArguments {
  std::string trace;
  std::string at;
  std::optional<std::uint64_t> step;
  std::size_t limit = 10;
  bool json = false;
};

std::uint32_t step_of(const QueuesArguments& arguments, const Trace& trace) {
  if (!arguments.at.empty()) return trace.step_at(parse_time(arguments.at));
  const std::uint64_t step = arguments.step.value_or(trace.size());
  if (step > trace.size())
    throw TraceError(fmt::format("There is no step {}: {} has {} events. Choose one up to {}.",
                                 step, printable(arguments.trace), trace.size(), trace.size()));
  return static_cast<std::uint32_t>(step);
}

void run_queues(const QueuesArguments& arguments) {
  const LoadedTrace loaded(arguments.trace, "Loading");
  const Trace& trace = loaded.trace();
  const std::uint32_t step = step_of(arguments, trace);
  Output output(STDOUT_FILENO);
  output.write(arguments.json
                   ? queues_json(trace, step)
                   : queues_text(trace, step, wants_colour(STDOUT_FILENO), arguments.limit));
  output.flush();
}

}  // namespace

void add_queues_verb(CLI::App& app, ExitCode&) {
  auto arguments = std::make_shared<QueuesArguments>();
  CLI::App* verb = app.add_subcommand(
      "queues",
      "Print what every queue holds, what runs and what keeps the loop alive, at a moment");
  verb->add_option("trace", arguments->trace, "The trace (T.jsonl, T.jsonl.zst or -)")->required();
  CLI::Option* at =
      verb->add_option("--at", arguments->at, "After the last event at this time: 1.2ms, 300us, 5s")
          ->check(time_validator());
  verb->add_option("--step", arguments->step, "After this many events (default: at the end)")
      ->excludes(at);
  verb->add_option("--limit", arguments->limit, "Tasks listed of each queue")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  verb->add_flag("--json", arguments->json, "One JSON document, with every task");
  verb->footer("Example:\n  loopscope queues T.jsonl --at 1.2ms");
  verb->callback([arguments] { run_queues(*arguments); });
}

}  // namespace loopscope

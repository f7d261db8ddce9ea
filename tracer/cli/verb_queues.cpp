// loopscope queues: what the loop holds at one moment.
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "tracer/cli/chosen_step.hpp"
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
  ChosenStep step;
  std::size_t limit = 10;
  bool json = false;
};

void run_queues(const QueuesArguments& arguments) {
  const LoadedTrace loaded(arguments.trace, "Loading");
  const Trace& trace = loaded.trace();
  const std::uint32_t step = step_of(arguments.step, trace, arguments.trace);
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
  add_step_options(*verb, arguments->step);
  verb->add_option("--limit", arguments->limit, "Tasks listed of each queue")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  verb->add_flag("--json", arguments->json, "One JSON document, with every task");
  verb->footer("Example:\n  loopscope queues T.jsonl --at 1.2ms");
  verb->callback([arguments] { run_queues(*arguments); });
}

}  // namespace loopscope

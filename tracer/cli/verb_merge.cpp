// loopscope merge: the traces of several processes as one.
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "tracer/cli/output.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/trace_input.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/format/merge.hpp"

namespace loopscope {
namespace {

struct MergeArguments {
  std::vector<std::string> traces;
  std::string output;
};

void run_merge(const MergeArguments& arguments) try {
  for (const std::string& trace : arguments.traces) require_other_file(trace, arguments.output);
  Progress progress("Merging");
  MergeOptions options;
  options.on_progress = [&progress](double fraction) { progress.show(fraction); };
  options.on_problem = [](const std::string& file, std::uint64_t line, std::string_view reason) {
    print_error(fmt::format("loopscope: {}:{}: {}\n", printable(file), line, printable(reason)));
  };
  const MergeReport report = merge_traces(arguments.traces, arguments.output, options);
  progress.clear();
  if (arguments.output == "-") return;
  Output output(STDOUT_FILENO);
  output.write(fmt::format("{}: {} events of {} traces\n", printable(arguments.output),
                           report.events, arguments.traces.size()));
  output.flush();
} catch (const TraceWriteError& error) {
  if (arguments.output == "-" && error.errno_value() == EPIPE) throw PipeClosed();
  throw;
}

}  // namespace

void add_merge_verb(CLI::App& app, ExitCode&) {
  auto arguments = std::make_shared<MergeArguments>();
  CLI::App* verb = app.add_subcommand("merge", "Put the traces of several processes into one");
  verb->add_option("traces", arguments->traces, "The traces, one a process")
      ->required()
      ->expected(2, -1);
  verb->add_option("-o,--output", arguments->output,
                   "The merged trace (.zst: compressed, -: stdout)")
      ->required();
  verb->footer("Example:\n  loopscope merge server.jsonl client.jsonl -o both.jsonl");
  verb->callback([arguments] { run_merge(*arguments); });
}

}  // namespace loopscope

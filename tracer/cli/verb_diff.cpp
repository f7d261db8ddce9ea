// loopscope diff: where the orders of two runs of one program part, and why.
#include <unistd.h>

#include <memory>

#include "tracer/cli/diff_report.hpp"
#include "tracer/cli/loaded_trace.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/format/byte_source.hpp"

namespace loopscope {
namespace {

struct DiffArguments {
  std::string one;
  std::string other;
  bool ignore_time = false;
  bool json = false;
};

ExitCode run_diff(const DiffArguments& arguments) {
  const LoadedTrace one(arguments.one, "Loading");
  const LoadedTrace other(arguments.other, "Loading");
  Explainer explain_one(one.trace());
  Explainer explain_other(other.trace());
  const RunDiff diff = diff_runs(explain_one, explain_other);
  const bool times = !arguments.ignore_time;
  Output output(STDOUT_FILENO);
  if (arguments.json)
    output.write(diff_json(explain_one.runs(), explain_other.runs(), diff, times));
  else
    output.write(diff_text(diff, {shown_name(arguments.one), shown_name(arguments.other)}, times,
                           wants_colour(STDOUT_FILENO)));
  output.flush();
  return diff.same_order() ? ExitCode::ok : ExitCode::findings;
}

}  // namespace

void add_diff_verb(CLI::App& app, ExitCode& exit_code) {
  auto arguments = std::make_shared<DiffArguments>();
  CLI::App* verb =
      app.add_subcommand("diff", "Show where the orders of two runs of one program part, and why");
  verb->add_option("A", arguments->one, "The trace of one run (T.jsonl, T.jsonl.zst or -)")
      ->required();
  verb->add_option("B", arguments->other, "The trace of the other run")->required();
  verb->add_flag("--ignore-time", arguments->ignore_time,
                 "Do not show which callbacks took longer");
  verb->add_flag("--json", arguments->json, "One JSON document");
  verb->footer(
      "Exit status: 0 the same order; 1 they differ; 2 a trace cannot be read.\n\n"
      "Example:\n"
      "  loopscope run --loop classic -o A.jsonl puzzle.js\n"
      "  loopscope run --loop modern -o B.jsonl puzzle.js\n"
      "  loopscope diff A.jsonl B.jsonl");
  verb->callback([arguments, &exit_code] { exit_code = run_diff(*arguments); });
}

}  // namespace loopscope

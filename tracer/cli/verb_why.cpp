// loopscope why: why one thing ran before another, and whether it always will.
#include <unistd.h>

#include <memory>

#include "tracer/cli/chosen_moment.hpp"
#include "tracer/cli/loaded_trace.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/cli/why_report.hpp"

namespace loopscope {
namespace {

struct WhyArguments {
  std::string trace;
  std::string first;
  std::string then;
  bool json = false;
};

std::string answer(Explainer& explainer, const Moment& moment, bool json) {
  const TaskWait wait = explain_wait(explainer, moment);
  return json ? wait_json(explainer.runs(), wait) : wait_text(wait, wants_colour(STDOUT_FILENO));
}

std::string answer(Explainer& explainer, const Moment& first, const WhyArguments& arguments) {
  const Moment then = chosen_moment(explainer.runs(), arguments.then);
  const Why why = explainer.why(first, then);
  return arguments.json ? why_json(explainer.runs(), why)
                        : why_text(why, wants_colour(STDOUT_FILENO));
}

void run_why(const WhyArguments& arguments) {
  const LoadedTrace loaded(arguments.trace, "Loading");
  Explainer explainer(loaded.trace());
  const Moment first = chosen_moment(explainer.runs(), arguments.first);
  Output output(STDOUT_FILENO);
  output.write(arguments.then.empty() ? answer(explainer, first, arguments.json)
                                      : answer(explainer, first, arguments));
  output.flush();
}

}  // namespace

void add_why_verb(CLI::App& app, ExitCode&) {
  auto arguments = std::make_shared<WhyArguments>();
  CLI::App* verb = app.add_subcommand(
      "why", "Explain why one thing ran before another, and whether it always will");
  verb->add_option("trace", arguments->trace, "The trace (T.jsonl, T.jsonl.zst or -)")->required();
  verb->add_option("A", arguments->first,
                   "A line of output, a task (its name, #ID or name#ID), file:line, or @STEP")
      ->required();
  verb->add_option(
      "B", arguments->then,
      "The same for the other one; without it: why A ran when it did, and not earlier");
  verb->add_flag("--json", arguments->json, "One JSON document");
  verb->footer(
      "Examples:\n  loopscope why T.jsonl \"timer task\" \"promise resolve\"\n"
      "  loopscope why T.jsonl \"timer task\"");
  verb->callback([arguments] { run_why(*arguments); });
}

}  // namespace loopscope

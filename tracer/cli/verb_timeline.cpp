// loopscope timeline: the run as an indented tree.
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "tracer/cli/arguments.hpp"
#include "tracer/cli/loaded_trace.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/timeline_json.hpp"
#include "tracer/cli/timeline_text.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

struct TimelineArguments {
  std::string trace;
  std::string from;
  std::string to;
  bool json = false;
  bool everything = false;
};

TimelineOptions options_of(const TimelineArguments& arguments) {
  TimelineOptions options{.everything = arguments.everything};
  if (!arguments.from.empty()) options.from_ns = parse_time(arguments.from);
  if (!arguments.to.empty()) options.to_ns = parse_time(arguments.to);
  return options;
}

TimelineOptions checked_options_of(const TimelineArguments& arguments) {
  const TimelineOptions options = options_of(arguments);
  if (options.from_ns >= options.to_ns)
    throw TraceError(fmt::format("--from {} is not before --to {}: nothing lies between them.",
                                 arguments.from.empty() ? "0" : arguments.from, arguments.to));
  return options;
}

std::string nothing_there(const Trace& trace) {
  if (trace.size() == 0) return "The trace holds no event.";
  return fmt::format("Nothing happened in this range. The trace goes from {} to {}.",
                     duration_text(trace[0].t_ns), duration_text(trace[trace.size() - 1].t_ns));
}

void print_json(const TimelineArguments& arguments, const LoadedTrace& loaded, Output& output) {
  TimelineBuilder builder(
      loaded.trace(), checked_options_of(arguments),
      [&output](const TimelineItem& item) { output.write(timeline_json(item)); });
  builder.show_all();
  if (!loaded.closed()) output.write("{\"kind\":\"cut\"}\n");
}

void print_text(const TimelineArguments& arguments, const LoadedTrace& loaded, Output& output) {
  const TimelineText text(wants_colour(STDOUT_FILENO), loaded.trace().definitions());
  bool empty = true;
  TimelineBuilder builder(loaded.trace(), checked_options_of(arguments),
                          [&](const TimelineItem& item) {
                            output.write(text.line(item));
                            empty = false;
                          });
  output.write(text.head(loaded.trace().header()));
  builder.show_all();
  if (empty) output.write(text.note(nothing_there(loaded.trace())));
  if (!loaded.closed())
    output.write(
        text.note("The trace stops here without its last line: the recording was cut off."));
}

void run_timeline(const TimelineArguments& arguments) {
  const LoadedTrace loaded(arguments.trace, "Loading");
  Output output(STDOUT_FILENO);
  if (arguments.json)
    print_json(arguments, loaded, output);
  else
    print_text(arguments, loaded, output);
  output.flush();
}

}  // namespace

void add_timeline_verb(CLI::App& app, ExitCode&) {
  auto arguments = std::make_shared<TimelineArguments>();
  CLI::App* verb = app.add_subcommand(
      "timeline", "Print turns, phases and callbacks as a tree, with who queued whom");
  const CLI::Validator is_time = time_validator();
  verb->add_option("trace", arguments->trace, "The trace (T.jsonl, T.jsonl.zst or -)")->required();
  verb->add_option("--from", arguments->from,
                   "Show what happens from this time of the trace on: 1.2ms, 300us, 5s")
      ->check(is_time);
  verb->add_option("--to", arguments->to, "Show what happens before this time")->check(is_time);
  verb->add_flag("--json", arguments->json, "One JSON object a line instead of text");
  verb->add_flag("--all", arguments->everything,
                 "Also when tasks are queued, handles open and close, descriptors are ready");
  verb->footer("Example:\n  loopscope timeline T.jsonl --from 1ms --to 2.5ms");
  verb->callback([arguments] { run_timeline(*arguments); });
}

}  // namespace loopscope

// loopscope export: a trace in another program's format.
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <system_error>

#include "core/loop/error.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/trace_input.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/export/chrome.hpp"

namespace loopscope {
namespace {

struct ExportArguments {
  std::string trace;
  std::string output;
  std::string format = "chrome";
  bool no_args = false;
};

/// speedscope picks its importer by the file's name and takes these for something else.
bool misleads_speedscope(const std::string& output) {
  const std::string name = output.substr(output.rfind('/') + 1);
  return name.ends_with(".chrome.json") || name.starts_with("Profile-") ||
         (name.starts_with("Trace-") && name.find('T', 6) != std::string::npos);
}

void warn(const ExportArguments& arguments, const ChromeExporter& exporter) {
  if (misleads_speedscope(arguments.output))
    print_error(
        fmt::format("loopscope: speedscope takes a file called '{}' for another format. Rename it "
                    "before opening it there.\n",
                    printable(arguments.output)));
  if (exporter.left_out() > 0)
    print_error(
        fmt::format("loopscope: {} events later than 11 days after the start were left out, "
                    "because viewers cannot show their times.\n",
                    exporter.left_out()));
}

void run_export(const ExportArguments& arguments) try {
  require_other_file(arguments.trace, arguments.output);
  TraceInput input(arguments.trace, "Exporting");
  HoleFile file(arguments.output);
  ChromeExporter exporter(file, input.header(), {.args = !arguments.no_args});
  input.read([&exporter](const TraceEvent& event) { exporter.apply(event); });
  exporter.finish();
  file.close();
  warn(arguments, exporter);
} catch (const std::system_error& error) {
  if (error.code() == std::errc::broken_pipe) throw PipeClosed();
  throw OutputError(fmt::format("cannot write {}: {}. Choose another place with -o.",
                                printable(arguments.output), describe_error(error.code())));
}

}  // namespace

void add_export_verb(CLI::App& app, ExitCode&) {
  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* verb = app.add_subcommand(
      "export", "Write a trace for Perfetto, chrome://tracing, DevTools or speedscope");
  verb->add_option("trace", arguments->trace, "The trace (T.jsonl, T.jsonl.zst or -)")->required();
  verb->add_option("--format", arguments->format, "The format")
      ->check(CLI::IsMember({"chrome"}))
      ->capture_default_str();
  verb->add_option("-o,--output", arguments->output, "The file to write (-: stdout)")->required();
  verb->add_flag("--no-args", arguments->no_args,
                 "Names and times only, which speedscope groups better");
  verb->footer(
      "Open the file at https://ui.perfetto.dev, chrome://tracing or https://speedscope.app.\n"
      "Example:\n  loopscope export --format chrome T.jsonl -o out.json");
  verb->callback([arguments] { run_export(*arguments); });
}

}  // namespace loopscope

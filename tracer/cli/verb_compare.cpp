// loopscope compare: one program on both loops, and as both kinds of module.
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "tracer/cli/compare_report.hpp"
#include "tracer/cli/loaded_trace.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/record_program.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/format/error.hpp"

namespace loopscope {
namespace {

struct CompareArguments {
  RecordRequest record;
  bool json = false;
};

struct RecordedRun {
  ComparedRun shown;
  std::unique_ptr<LoadedTrace> loaded;
  std::unique_ptr<Explainer> explainer;
};

std::vector<std::string> output_of(const Trace& trace) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < trace.logs().size(); ++i) {
    const TraceEvent event = trace.event(trace.logs()[i]);
    if (event.stream == Stream::out) lines.emplace_back(event.text);
  }
  return lines;
}

RecordedRun record(const RecordRequest& request, std::string title) {
  const TemporaryFolder folder;
  const RecordResult result = record_program(request, folder / "trace.jsonl");
  RecordedRun run;
  run.loaded = std::make_unique<LoadedTrace>(folder / "trace.jsonl", "Loading");
  run.explainer = std::make_unique<Explainer>(run.loaded->trace());
  run.shown = {std::move(title), output_of(run.loaded->trace()), result.exit_code, result.stopped};
  return run;
}

class Compare {
 public:
  explicit Compare(const RecordRequest& request) : request_(request) {
    add("classic", "classic");
    add("modern", "modern");
    add_other_kind();
  }

  Comparison result() {
    explain(0, 1);
    if (runs_.size() > 2) explain(1, 2);
    for (RecordedRun& run : runs_) comparison_.runs.push_back(std::move(run.shown));
    return std::move(comparison_);
  }

 private:
  void add(const std::string& profile, std::string title) {
    RecordRequest request = request_;
    request.profile = profile;
    runs_.push_back(record(request, std::move(title)));
  }
  // From a copy elsewhere, which is why a program that loads its neighbours cannot.
  void add_other_kind() {
    const bool is_module = request_.file.ends_with(".mjs");
    const TemporaryFolder folder;
    RecordRequest request = request_;
    request.profile = "modern";
    request.file = folder / (std::filesystem::path(request_.file).stem().string() +
                             (is_module ? ".cjs" : ".mjs"));
    std::filesystem::copy_file(request_.file, request.file);
    const std::string kind = is_module ? "as CommonJS" : "as an ES module";
    RecordedRun run = record(request, kind);
    if (run.shown.exit_code == runs_[1].shown.exit_code)
      return static_cast<void>(runs_.push_back(std::move(run)));
    comparison_.not_run = fmt::format(
        "It does not run {}: there it ends with status {}. Its source may need the other kind.",
        kind, run.shown.exit_code);
  }
  void explain(std::size_t one, std::size_t other) {
    if (runs_[one].shown.lines == runs_[other].shown.lines) return;
    comparison_.pairs.push_back(
        {one, other, diff_runs(*runs_[one].explainer, *runs_[other].explainer)});
  }

  const RecordRequest& request_;
  std::vector<RecordedRun> runs_;
  Comparison comparison_;
};

ExitCode run_compare(const CompareArguments& arguments) {
  if (!is_javascript(arguments.record.file))
    throw TraceError(
        fmt::format("{} is no JavaScript program (.js, .cjs or .mjs).", arguments.record.file));
  const Comparison comparison = Compare(arguments.record).result();
  Output output(STDOUT_FILENO);
  output.write(arguments.json ? compare_json(comparison)
                              : compare_text(comparison, wants_colour(STDOUT_FILENO)));
  output.flush();
  return comparison.pairs.empty() ? ExitCode::ok : ExitCode::findings;
}

}  // namespace

void add_compare_verb(CLI::App& app, ExitCode& exit_code) {
  auto arguments = std::make_shared<CompareArguments>();
  CLI::App* verb = app.add_subcommand(
      "compare", "Run a program on both loops and as both kinds of module, side by side");
  verb->add_option("program", arguments->record.file, "A program: .js, .cjs or .mjs")->required();
  verb->add_flag("--virtual-time", arguments->record.virtual_time,
                 "Do not wait, time jumps to the next timer");
  verb->add_option("--timeout", arguments->record.timeout_ms, "Stop each run after so many ms")
      ->check(CLI::Range(1U, 3'600'000U))
      ->capture_default_str();
  verb->add_flag("--json", arguments->json, "One JSON document");
  verb->footer(
      "Exit status: 0 all print the same; 1 they do not; 2 the program cannot be run.\n\n"
      "Example:\n  loopscope compare puzzle.js");
  verb->callback([arguments, &exit_code] { exit_code = run_compare(*arguments); });
}

}  // namespace loopscope

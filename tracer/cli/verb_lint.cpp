// loopscope lint: what is probably wrong with a run.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "tracer/cli/arguments.hpp"
#include "tracer/cli/loaded_trace.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/explain/lint.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

struct LintArguments {
  std::string trace;
  std::string drain = "50ms";
  std::string callback = "50ms";
  std::string late = "50ms";
  std::string race = "1ms";
  std::vector<std::string> fail_on{"any"};
  LintLimits limits;
  bool json = false;
};

std::vector<std::string> lint_ids() {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < lint_count; ++i) ids.emplace_back(id_of(static_cast<Lint>(i)));
  return ids;
}

LintLimits limits_of(const LintArguments& arguments) {
  LintLimits limits = arguments.limits;
  limits.drain_ns = parse_time(arguments.drain);
  limits.callback_ns = parse_time(arguments.callback);
  limits.late_ns = parse_time(arguments.late);
  limits.race_ns = parse_time(arguments.race);
  return limits;
}

bool fails(const LintReport& report, const std::vector<std::string>& fail_on) {
  const auto asked = [&fail_on](std::string_view id) {
    return std::find(fail_on.begin(), fail_on.end(), id) != fail_on.end();
  };
  for (std::size_t i = 0; i < lint_count; ++i)
    if (report.counts[i] > 0 && (asked("any") || asked(id_of(static_cast<Lint>(i))))) return true;
  return false;
}

std::string text_of(const Trace& trace, const LintReport& report, bool colour) {
  std::string text;
  for (const LintFinding& finding : report.findings) {
    const std::string head(id_of(finding.lint));
    text +=
        fmt::format("{} at {}, step {}\n", colour ? fmt::format("\x1b[1m{}\x1b[0m", head) : head,
                    moment_text(trace[finding.event].t_ns), finding.event + 1);
    text += fmt::format("  {}\n  {}\n", printable(finding.what), printable(finding.advice));
    if (finding.other != no_index)
      text += fmt::format("  `loopscope why T.jsonl @{} @{}` says what decides.\n",
                          finding.event + 1, finding.other + 1);
  }
  std::uint64_t count = 0;
  for (const std::uint64_t each : report.counts) count += each;
  if (count == 0) return "Nothing found.\n";
  return text + fmt::format("{} found, {} shown.\n", count, report.findings.size());
}

std::string json_of(const Trace& trace, const LintReport& report) {
  using Json = nlohmann::ordered_json;
  Json json = {{"counts", Json::object()}, {"findings", Json::array()}};
  for (std::size_t i = 0; i < lint_count; ++i)
    if (report.counts[i] > 0)
      json["counts"][std::string(id_of(static_cast<Lint>(i)))] = report.counts[i];
  for (const LintFinding& finding : report.findings) {
    Json entry = {{"lint", id_of(finding.lint)},    {"step", finding.event + 1},
                  {"t", trace[finding.event].t_ns}, {"count", finding.count},
                  {"what", finding.what},           {"advice", finding.advice}};
    if (finding.other != no_index) entry["other_step"] = finding.other + 1;
    json["findings"].push_back(std::move(entry));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

ExitCode run_lint(const LintArguments& arguments) {
  const LoadedTrace loaded(arguments.trace, "Loading");
  const Trace& trace = loaded.trace();
  const LintReport report = lint(trace, limits_of(arguments));
  Output output(STDOUT_FILENO);
  output.write(arguments.json ? json_of(trace, report)
                              : text_of(trace, report, wants_colour(STDOUT_FILENO)));
  output.flush();
  return fails(report, arguments.fail_on) ? ExitCode::findings : ExitCode::ok;
}

void add_limits(CLI::App& verb, LintArguments& arguments) {
  const CLI::Validator is_time = time_validator();
  verb.add_option("--drain", arguments.drain, "starvation: a drain that takes longer")
      ->check(is_time)
      ->capture_default_str();
  verb.add_option("--drain-tasks", arguments.limits.drain_tasks, "or that runs more tasks")
      ->capture_default_str();
  verb.add_option("--callback", arguments.callback, "slow-callback: one that runs longer")
      ->check(is_time)
      ->capture_default_str();
  verb.add_option("--late", arguments.late, "late-timer: one that begins so long after it was due")
      ->check(is_time)
      ->capture_default_str();
  verb.add_option("--race", arguments.race, "race: timers that are due so close together")
      ->check(is_time)
      ->capture_default_str();
}

}  // namespace

void add_lint_verb(CLI::App& app, ExitCode& exit_code) {
  auto arguments = std::make_shared<LintArguments>();
  CLI::App* verb = app.add_subcommand(
      "lint", "Find what is probably wrong: starvation, slow callbacks, races, open handles");
  verb->add_option("trace", arguments->trace, "The trace (T.jsonl, T.jsonl.zst or -)")->required();
  std::vector<std::string> ids = lint_ids();
  ids.insert(ids.end(), {"any", "none"});
  verb->add_option("--fail-on", arguments->fail_on, "Which findings make the exit status 1")
      ->delimiter(',')
      ->check(CLI::IsMember(ids))
      ->capture_default_str();
  add_limits(*verb, *arguments);
  verb->add_flag("--json", arguments->json, "One JSON document");
  verb->footer("Example:\n  loopscope lint T.jsonl --callback 20ms --fail-on starvation,race");
  verb->callback([arguments, &exit_code] { exit_code = run_lint(*arguments); });
}

}  // namespace loopscope

// loopscope validate: is a trace sound?
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "tracer/cli/output.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/format/validate.hpp"

namespace loopscope {
namespace {

struct ValidateArguments {
  std::string trace;
  std::size_t max_findings = 100;
};

std::string finding_line(const std::string& trace, const Finding& finding) {
  const std::string where = finding.line == 0 ? std::string() : fmt::format("{}:", finding.line);
  return fmt::format("{}:{} {}\n", printable(trace), where, printable(finding.text));
}

std::string summary(const std::string& trace, const ValidationReport& report) {
  const std::string lost = report.dropped == 0
                               ? std::string()
                               : fmt::format("; the recorder lost {} records", report.dropped);
  if (report.sound())
    return fmt::format("{}: sound, {} events{}\n", printable(trace), report.events, lost);
  const std::uint64_t count = report.findings.size() + report.more_findings;
  return fmt::format("{}: not sound, {} {} in {} events{}\n", printable(trace), count,
                     count == 1 ? "finding" : "findings", report.events, lost);
}

ExitCode run_validate(const ValidateArguments& arguments) {
  ValidationReport report;
  {
    Progress progress("Checking");
    report = validate(arguments.trace, {.max_findings = arguments.max_findings},
                      [&progress](double fraction) { progress.show(fraction); });
  }
  Output output(STDOUT_FILENO);
  for (const Finding& finding : report.findings)
    output.write(finding_line(arguments.trace, finding));
  if (report.more_findings > 0)
    output.write(
        fmt::format("{}: and {} more\n", printable(arguments.trace), report.more_findings));
  output.write(summary(arguments.trace, report));
  output.flush();
  return report.sound() ? ExitCode::ok : ExitCode::findings;
}

}  // namespace

void add_validate_verb(CLI::App& app, ExitCode& exit_code) {
  auto arguments = std::make_shared<ValidateArguments>();
  CLI::App* verb = app.add_subcommand("validate", "Check that a trace is sound");
  verb->add_option("trace", arguments->trace, "The trace (T.jsonl, T.jsonl.zst or -)")->required();
  verb->add_option("--max-findings", arguments->max_findings, "List so many findings")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  verb->footer(
      "Exit status: 0 sound, 1 not sound (line numbers and reasons are printed), 2 not readable.\n"
      "Example:\n  loopscope validate T.jsonl && echo sound");
  verb->callback([arguments, &exit_code] { exit_code = run_validate(*arguments); });
}

}  // namespace loopscope

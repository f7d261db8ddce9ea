// The verbs of the command, one file each. Each function adds its verb to the command line; once
// parsed, the verb runs and leaves its result in `exit_code`. Verbs throw TraceError for input that
// cannot be used, OutputError for output that cannot be written.
#pragma once

#include <CLI/CLI.hpp>

#include "tracer/cli/exit_code.hpp"

namespace loopscope {

void add_run_verb(CLI::App& app, ExitCode& exit_code);
void add_sample_verb(CLI::App& app, ExitCode& exit_code);
void add_timeline_verb(CLI::App& app, ExitCode& exit_code);
void add_queues_verb(CLI::App& app, ExitCode& exit_code);
void add_stats_verb(CLI::App& app, ExitCode& exit_code);
void add_alive_verb(CLI::App& app, ExitCode& exit_code);
void add_lint_verb(CLI::App& app, ExitCode& exit_code);
void add_why_verb(CLI::App& app, ExitCode& exit_code);
void add_assert_verb(CLI::App& app, ExitCode& exit_code);
void add_diff_verb(CLI::App& app, ExitCode& exit_code);
void add_compare_verb(CLI::App& app, ExitCode& exit_code);
void add_quiz_verb(CLI::App& app, ExitCode& exit_code);
void add_lesson_verb(CLI::App& app, ExitCode& exit_code);
void add_view_verb(CLI::App& app, ExitCode& exit_code);
void add_validate_verb(CLI::App& app, ExitCode& exit_code);
void add_merge_verb(CLI::App& app, ExitCode& exit_code);
void add_export_verb(CLI::App& app, ExitCode& exit_code);
void add_schema_verb(CLI::App& app, ExitCode& exit_code);

}  // namespace loopscope

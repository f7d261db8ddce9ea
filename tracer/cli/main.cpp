// The command `loopscope`.
#include <csignal>

#include "tracer/cli/app.hpp"
#include "tracer/cli/arguments.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"

namespace loopscope {
namespace {

constexpr const char* exit_codes =
    "Exit status: 0 success; 1 findings (validate, lint), a sample that failed or answers that "
    "were\n"
    "missed (quiz, lesson); 2 input that cannot be read or arguments that are wrong; 3 output that "
    "cannot\n"
    "be written.\n"
    "`loopscope VERB --help` explains a verb with an example.";

void add_verbs(CLI::App& app, ExitCode& exit_code) {
  add_run_verb(app, exit_code);
  add_sample_verb(app, exit_code);
  add_timeline_verb(app, exit_code);
  add_queues_verb(app, exit_code);
  add_stats_verb(app, exit_code);
  add_alive_verb(app, exit_code);
  add_lint_verb(app, exit_code);
  add_why_verb(app, exit_code);
  add_assert_verb(app, exit_code);
  add_diff_verb(app, exit_code);
  add_compare_verb(app, exit_code);
  add_quiz_verb(app, exit_code);
  add_lesson_verb(app, exit_code);
  add_view_verb(app, exit_code);
  add_validate_verb(app, exit_code);
  add_export_verb(app, exit_code);
  add_merge_verb(app, exit_code);
  add_schema_verb(app, exit_code);
}

ExitCode run(int argc, const char* const* argv) {
  ExitCode exit_code = ExitCode::ok;
  CLI::App app("Records what an event loop really did, and shows why.", "loopscope");
  app.set_version_flag("--version", "loopscope " LOOPSCOPE_VERSION);
  app.require_subcommand(1);
  app.footer(exit_codes);
  app.failure_message(wrong_arguments);
  add_verbs(app, exit_code);
  if (argc < 2) {
    print_error(app.help());
    return ExitCode::unusable_input;
  }
  return run_app(app, argc, argv, exit_code);
}

}  // namespace
}  // namespace loopscope

int main(int argc, char** argv) {
  // A reader that has gone, and a file that may not grow, are errors of write().
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return static_cast<int>(loopscope::run(argc, argv));
}

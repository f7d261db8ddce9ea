// loopscope run: hands over to the program loopscope-run, which alone is linked with V8.
#include "tracer/cli/hand_over.hpp"
#include "tracer/cli/verbs.hpp"

namespace loopscope {

void add_run_verb(CLI::App& app, ExitCode&) {
  CLI::App* verb =
      app.add_subcommand("run", "Run a JavaScript program on this reactor, and record it");
  verb->set_help_flag();
  verb->prefix_command();
  verb->callback(
      [verb] { hand_over("loopscope-run", "loopscope run", verb->remaining(), no_javascript); });
}

}  // namespace loopscope

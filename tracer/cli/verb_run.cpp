// loopscope run: hands over to the program loopscope-run, which alone is linked with V8.
#include "tracer/cli/hand_over.hpp"
#include "tracer/cli/verbs.hpp"

namespace loopscope {

void add_run_verb(CLI::App& app, ExitCode&) {
  CLI::App* verb =
      app.add_subcommand("run", "Run a JavaScript program on this reactor, and record it");
  verb->set_help_flag();
  verb->prefix_command();
  verb->callback([verb] {
    hand_over("loopscope-run", "loopscope run", verb->remaining(),
              "this loopscope came without JavaScript. `./dev build` makes one that has it, "
              "build/release/bin/loopscope; one that is installed has it where Debian's own "
              "libnode-dev (18.20) was there when it was built.");
  });
}

}  // namespace loopscope

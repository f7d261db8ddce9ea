// loopscope view: hands over to the program loopscope-viewer, which alone is linked with OpenGL.
#include "tracer/cli/hand_over.hpp"
#include "tracer/cli/verbs.hpp"

namespace loopscope {

void add_view_verb(CLI::App& app, ExitCode&) {
  CLI::App* verb = app.add_subcommand("view", "Replay a trace in a window, step by step");
  verb->set_help_flag();
  verb->prefix_command();
  verb->callback([verb] {
    hand_over("loopscope-viewer", "loopscope view", verb->remaining(),
              "this loopscope was built without the viewer. Install libimgui-dev, libglfw3-dev, "
              "libstb-dev and libfreetype-dev, or let `./dev build` do it, and build again; "
              "`loopscope timeline` needs no window.");
  });
}

}  // namespace loopscope

// What the command's exit status says; part of its interface (docs/cli.md).
#pragma once

namespace loopscope {

enum class ExitCode : int {
  ok = 0,
  findings = 1,        // validate: not sound; lint: found; sample: failed; quiz: missed
  unusable_input = 2,  // a file that cannot be read as a trace, or wrong arguments
  cannot_write = 3,    // the output
};

}  // namespace loopscope

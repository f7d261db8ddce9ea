// What the programs of the command line have in common: parsing, and how errors are told.
#pragma once

#include <CLI/CLI.hpp>

#include "tracer/cli/exit_code.hpp"

namespace loopscope {

/// Parses and so runs the verbs of `app`, which leave their result in `exit_code`. What they throw
/// becomes a sentence on standard error and an exit status. An app that requires a verb has one in
/// argv[1].
[[nodiscard]] ExitCode run_app(CLI::App& app, int argc, const char* const* argv,
                               const ExitCode& exit_code);

}  // namespace loopscope

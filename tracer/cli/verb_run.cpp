// loopscope run: hands over to the program loopscope-run, which alone is linked with V8: loading it
// takes longer than most verbs run, and not every machine has it.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "tracer/cli/verbs.hpp"
#include "tracer/format/error.hpp"

namespace loopscope {
namespace {

[[noreturn]] void hand_over(std::vector<std::string> arguments) {
  const std::filesystem::path program =
      std::filesystem::read_symlink("/proc/self/exe").replace_filename("loopscope-run");
  if (!std::filesystem::exists(program))
    throw TraceError(fmt::format(
        "there is no {}: this loopscope was built without JavaScript. Install libnode-dev (18.20), "
        "or let `./dev build` get it, and build again.",
        program.string()));
  std::vector<char*> argv{const_cast<char*>("loopscope run")};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  ::execv(program.c_str(), argv.data());
  throw TraceError(fmt::format("cannot start {}: {}", program.string(), std::strerror(errno)));
}

}  // namespace

void add_run_verb(CLI::App& app, ExitCode&) {
  CLI::App* verb =
      app.add_subcommand("run", "Run a JavaScript program on this reactor, and record it");
  verb->set_help_flag();
  verb->prefix_command();
  verb->callback([verb] { hand_over(verb->remaining()); });
}

}  // namespace loopscope

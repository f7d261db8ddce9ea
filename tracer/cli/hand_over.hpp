// Verbs that are programs of their own, beside this one: what they are linked with takes longer to
// load than most verbs run, and not every machine has it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace loopscope {

/// The path of a program that stands beside this one. Throws TraceError where it is not there, with
/// the sentence `missing`, which says why.
[[nodiscard]] std::filesystem::path program_beside(const std::string& program,
                                                   const std::string& missing);

/// What `missing` says of loopscope-run.
inline constexpr const char* no_javascript =
    "this loopscope came without JavaScript. `./dev build` makes one that has it, "
    "build/release/bin/loopscope; one that is installed has it where Debian's own "
    "libnode-dev (18.20) was there when it was built.";

/// Becomes that program. `command` is what it calls itself, as "loopscope run". Throws TraceError
/// as program_beside() does, and where it cannot be started.
[[noreturn]] void hand_over(const std::string& program, std::string command,
                            std::vector<std::string> arguments, const std::string& missing);

}  // namespace loopscope

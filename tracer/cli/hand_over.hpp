// Verbs that are programs of their own, beside this one: what they are linked with takes longer to
// load than most verbs run, and not every machine has it.
#pragma once

#include <string>
#include <vector>

namespace loopscope {

/// Becomes that program. `command` is what it calls itself, as "loopscope run". Throws TraceError
/// where it is not there (then with the sentence `missing`, which says why) or cannot be started.
[[noreturn]] void hand_over(const std::string& program, std::string command,
                            std::vector<std::string> arguments, const std::string& missing);

}  // namespace loopscope

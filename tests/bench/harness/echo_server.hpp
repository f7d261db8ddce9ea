// Our reactor as an echo server, for a ServerProcess.
#pragma once

#include <string>

#include "tests/bench/harness/child.hpp"

namespace loopscope::bench {

/// Echoes on 127.0.0.1, any free port, until SIGTERM; then it stops listening and ends as soon as
/// its clients are gone. `trace`: where it records itself, empty for not at all. Its loop runs on
/// measured_core, the recorder's thread anywhere.
int serve_echo(const Ready& ready, const std::string& trace);

}  // namespace loopscope::bench

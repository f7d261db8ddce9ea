// The same work on libuv, written the way libuv's own documentation writes it.
#pragma once

#include <cstdint>

#include "tests/bench/harness/child.hpp"

namespace loopscope::bench::uv {

/// Echoes on 127.0.0.1, any free port.
int serve_echo(const Ready& ready);

// All of these: processor time of this thread for one of the things counted.

/// Turns in which only an idle callback runs, which keeps the loop from waiting.
[[nodiscard]] double turn_ns(std::uint64_t turns);
/// The same, while a server listens.
[[nodiscard]] double listening_turn_ns(std::uint64_t turns);
/// Turns with one check callback, as Node drives its immediates: an idle handle and a check handle.
[[nodiscard]] double check_turn_ns(std::uint64_t turns);
/// Starting `timers` timers with delays of 1 to 1000 ms.
[[nodiscard]] double arm_timer_ns(std::uint64_t timers);
/// Running `timers` callbacks, all due already, with delays of 0 to 5 ms.
[[nodiscard]] double fire_timer_ns(std::uint64_t timers);

}  // namespace loopscope::bench::uv

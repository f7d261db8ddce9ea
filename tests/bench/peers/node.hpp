// Node's own queues, measured by a script that the `node` on this machine runs.
#pragma once

#include <cstdint>
#include <string>

namespace loopscope::bench {

/// False where there is no `node` in the PATH.
[[nodiscard]] bool has_node();

/// Wall time of one callback in ns, the best of several rounds after warming up, so that neither
/// the compiler nor the collector nor other jobs on the machine count against Node. `what` is one
/// of tick-chain, tick-batch, immediate-chain, immediate-batch (batches of `node_batch`). Throws
/// std::runtime_error if node fails.
[[nodiscard]] double node_callback_ns(const std::string& what, std::uint64_t callbacks);

inline constexpr std::uint64_t node_batch = 1000;

/// The number that a shell command prints first. Throws std::runtime_error where there is none.
[[nodiscard]] double number_printed_by(const std::string& command);

}  // namespace loopscope::bench

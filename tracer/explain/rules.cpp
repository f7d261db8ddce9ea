#include "tracer/explain/rules.hpp"

#include <array>

namespace loopscope {

std::string_view id_of(Rule rule) noexcept {
  static constexpr std::array<std::string_view, 16> ids = {"sync",
                                                           "causal",
                                                           "tick-before-microtask",
                                                           "microtask-drain",
                                                           "tick-drain",
                                                           "drain-before-next-callback",
                                                           "esm-main-is-microtask",
                                                           "fifo",
                                                           "phase-order",
                                                           "next-turn",
                                                           "timer-due",
                                                           "timer-list",
                                                           "timer-not-due-yet",
                                                           "io-readiness",
                                                           "pool-completion",
                                                           "close-phase"};
  return ids[static_cast<std::size_t>(rule)];
}

std::string_view id_of(Verdict verdict) noexcept {
  static constexpr std::array<std::string_view, 4> ids = {"guaranteed", "causal", "race",
                                                          "unknown"};
  return ids[static_cast<std::size_t>(verdict)];
}

}  // namespace loopscope

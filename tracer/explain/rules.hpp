// The names of the rules that an explanation cites, and of its verdicts (docs/semantics.md).
#pragma once

#include <cstdint>
#include <string_view>

namespace loopscope {

enum class Rule : std::uint8_t {
  sync,
  causal,
  tick_before_microtask,
  microtask_drain,
  tick_drain,
  drain_before_next_callback,
  esm_main_is_microtask,
  fifo,
  phase_order,
  next_turn,
  timer_due,
  timer_list,
  timer_not_due_yet,
  io_readiness,
  pool_completion,
  close_phase,
};

/// `unknown`: what decided is not in the trace.
enum class Verdict : std::uint8_t { guaranteed, causal, race, unknown };

[[nodiscard]] std::string_view id_of(Rule rule) noexcept;
[[nodiscard]] std::string_view id_of(Verdict verdict) noexcept;

}  // namespace loopscope

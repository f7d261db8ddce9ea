// What is probably wrong with a run: few findings, each with its evidence and what to do about it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tracer/model/trace.hpp"

namespace loopscope {

enum class Lint : std::uint8_t {
  starvation,     // ticks and microtasks kept the loop from its phases
  slow_callback,  // one callback took long
  late_timer,     // timers began long after they were due
  race,           // the order of two callbacks hangs by a millisecond
  open_handle,    // opened and never closed
  uncaught,       // a callback threw, and nothing of its own caught that
  rejection,      // a promise was rejected, and nothing handled that
  lost,           // records of the trace were lost
};
inline constexpr std::size_t lint_count = 8;
[[nodiscard]] std::string_view id_of(Lint lint) noexcept;

struct LintLimits {
  std::int64_t drain_ns = 50'000'000;     // starvation: a drain that takes longer
  std::uint32_t drain_tasks = 10'000;     // or that runs more
  std::int64_t callback_ns = 50'000'000;  // slow_callback; not for the main script
  std::int64_t late_ns = 50'000'000;      // late_timer
  std::int64_t race_ns = 1'000'000;       // race: due times that differ by at most so much
  std::size_t max_findings = 100;         // of each lint; the rest is counted
};

struct LintFinding {
  Lint lint = Lint::lost;
  std::uint32_t event = no_index;  // where to look
  std::uint32_t other = no_index;  // the second callback of a race
  std::uint64_t count = 1;         // how often
  std::string what;
  std::string advice;
};

struct LintReport {
  std::vector<LintFinding> findings;               // in the order of Lint, then of time
  std::array<std::uint64_t, lint_count> counts{};  // also of those beyond max_findings
};

/// One pass over the trace.
[[nodiscard]] LintReport lint(const Trace& trace, const LintLimits& limits);

}  // namespace loopscope

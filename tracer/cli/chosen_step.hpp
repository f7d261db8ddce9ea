// The moment that --at or --step names.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "tracer/model/trace.hpp"

namespace loopscope {

struct ChosenStep {
  std::string at;
  std::optional<std::uint64_t> step;
};

/// `chosen` must live as long as the verb.
void add_step_options(CLI::App& verb, ChosenStep& chosen);

/// How many events have happened by then: all of them where neither was given. Throws TraceError
/// where the trace has fewer; `path` names it.
[[nodiscard]] std::uint32_t step_of(const ChosenStep& chosen, const Trace& trace,
                                    const std::string& path);

}  // namespace loopscope

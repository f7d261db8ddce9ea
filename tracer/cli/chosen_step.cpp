#include "tracer/cli/chosen_step.hpp"

#include <fmt/format.h>

#include "tracer/cli/arguments.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/format/error.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {

void add_step_options(CLI::App& verb, ChosenStep& chosen) {
  CLI::Option* at =
      verb.add_option("--at", chosen.at, "After the last event at this time: 1.2ms, 300us, 5s")
          ->check(time_validator());
  verb.add_option("--step", chosen.step, "After this many events (default: at the end)")
      ->excludes(at);
}

std::uint32_t step_of(const ChosenStep& chosen, const Trace& trace, const std::string& path) {
  if (!chosen.at.empty()) return trace.step_at(parse_time(chosen.at));
  const std::uint64_t step = chosen.step.value_or(trace.size());
  if (step > trace.size())
    throw TraceError(fmt::format("There is no step {}: {} has {} events. Choose one up to {}.",
                                 step, printable(path), trace.size(), trace.size()));
  return static_cast<std::uint32_t>(step);
}

}  // namespace loopscope

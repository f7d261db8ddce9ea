#include "tracer/cli/chosen_moment.hpp"

#include <fmt/format.h>

#include "tracer/cli/closest.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/format/error.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

constexpr std::size_t max_listed = 10;
constexpr std::size_t max_names = 100'000;

std::string line_of(Runs& runs, const Moment& moment) {
  std::string line =
      fmt::format("  @{:<8} {:>13}  {}", moment.event + 1,
                  moment_text(runs.trace()[moment.event].t_ns), printable(label_of(runs, moment)));
  const std::string place = moment.run == no_index ? "" : runs.place(moment.run);
  if (moment.run == no_index) line += "  (did not run in a task)";
  if (moment.run != no_index && moment.event != moment.run)
    line += fmt::format("  in {}", printable(label_of(runs, moment.run)));
  if (!place.empty()) line += fmt::format("  queued at {}", printable(place));
  return line + '\n';
}

[[noreturn]] void throw_unknown(Runs& runs, const std::string& text) {
  const std::string meant = closest(text, names_of_moments(runs.trace(), max_names));
  throw TraceError(fmt::format(
      "nothing in the trace is called '{}'. {}Name a line of output, a task (its name, or #12), or "
      "a place (server.js:12). `loopscope timeline` shows them all.",
      text, meant.empty() ? "" : fmt::format("Did you mean '{}'? ", meant)));
}

}  // namespace

Moment chosen_moment(Runs& runs, const std::string& text) {
  const std::vector<Moment> found = find_moments(runs, text, max_listed);
  if (found.empty()) throw_unknown(runs, text);
  if (found.size() == 1) return found.front();
  for (std::size_t i = 0; i < found.size() && i < max_listed; ++i)
    print_error(line_of(runs, found[i]));
  const bool more = found.size() > max_listed;
  if (more) print_error("  … and more\n");
  throw TraceError(fmt::format("'{}' can mean {} of these. Choose one by its step: @{}", text,
                               more ? "any" : "each", found.front().event + 1));
}

}  // namespace loopscope

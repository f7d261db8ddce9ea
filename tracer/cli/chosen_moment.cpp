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
      fmt::format("@{:<8} {:>13}  {}", moment.event + 1,
                  moment_text(runs.trace()[moment.event].t_ns), printable(label_of(runs, moment)));
  const std::string place = moment.run == no_index ? "" : runs.place(moment.run);
  if (moment.run == no_index) line += "  (did not run in a task)";
  if (moment.run != no_index && moment.event != moment.run)
    line += fmt::format("  in {}", printable(label_of(runs, moment.run)));
  if (!place.empty()) line += fmt::format("  queued at {}", printable(place));
  return line;
}

std::string unknown(Runs& runs, const std::string& text) {
  const std::string meant = closest(text, names_of_moments(runs.trace(), max_names));
  return fmt::format(
      "nothing in the trace is called '{}'. {}Name a line of output, a task (its name, or #12), or "
      "a place (server.js:12). `loopscope timeline` shows them all.",
      text, meant.empty() ? "" : fmt::format("Did you mean '{}'? ", meant));
}

}  // namespace

MomentChoice choose_moment(Runs& runs, const std::string& text) {
  const std::vector<Moment> found = find_moments(runs, text, max_listed);
  MomentChoice choice;
  if (found.size() == 1) choice.moment = found.front();
  if (found.empty()) choice.problem = unknown(runs, text);
  if (found.size() < 2) return choice;
  for (std::size_t i = 0; i < found.size() && i < max_listed; ++i)
    choice.listed.push_back(line_of(runs, found[i]));
  const bool more = found.size() > max_listed;
  if (more) choice.listed.emplace_back("… and more");
  choice.problem = fmt::format("'{}' can mean {} of these. Choose one by its step: @{}", text,
                               more ? "any" : "each", found.front().event + 1);
  return choice;
}

Moment chosen_moment(Runs& runs, const std::string& text) {
  const MomentChoice choice = choose_moment(runs, text);
  for (const std::string& line : choice.listed) print_error(fmt::format("  {}\n", line));
  if (!choice.moment) throw TraceError(choice.problem);
  return *choice.moment;
}

}  // namespace loopscope

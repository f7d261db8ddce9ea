// loopscope alive: why the loop does not end.
#include <fmt/format.h>
#include <unistd.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "tracer/cli/chosen_step.hpp"
#include "tracer/cli/loaded_trace.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/explain/alive.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

struct AliveArguments {
  std::string trace;
  ChosenStep step;
  std::size_t waits = 10;
  bool json = false;
};

std::string text_of(const AliveThing& thing) {
  std::string text =
      fmt::format("  {:<16} {:<24} {}", thing.kind, printable(thing.name), thing.state);
  if (!thing.by.empty()) text += fmt::format("  ← {}", printable(thing.by));
  if (!thing.place.empty()) text += fmt::format(" @{}", printable(thing.place));
  return text + '\n';
}

std::string text_of(const std::vector<AliveThing>& things, const std::vector<PollWait>& waits,
                    std::uint32_t step) {
  std::string text = fmt::format("After step {} {} the loop alive", step,
                                 things.empty() ? "nothing keeps" : "this keeps");
  text += things.empty() ? ". Choose another moment with --at or --step.\n" : ":\n";
  for (const AliveThing& thing : things) text += text_of(thing);
  if (!waits.empty()) text += "\nThe longest waits in poll until then:\n";
  for (const PollWait& wait : waits)
    text += fmt::format("  {:>13}  turn {:<5} {:>9}  {}; {}\n", moment_text(wait.t_ns), wait.turn,
                        duration_text(wait.took_ns), printable(wait.why), printable(wait.ended));
  return text;
}

std::string json_of(const std::vector<AliveThing>& things, const std::vector<PollWait>& waits,
                    std::uint32_t step) {
  using Json = nlohmann::ordered_json;
  Json json = {{"step", step}, {"alive", Json::array()}, {"waits", Json::array()}};
  for (const AliveThing& thing : things)
    json["alive"].push_back({{"id", thing.id},
                             {"kind", thing.kind},
                             {"name", thing.name},
                             {"state", thing.state},
                             {"by", thing.by},
                             {"place", thing.place},
                             {"since_step", thing.since + 1}});
  for (const PollWait& wait : waits)
    json["waits"].push_back({{"turn", wait.turn},
                             {"step", wait.event + 1},
                             {"t", wait.t_ns},
                             {"took", wait.took_ns},
                             {"why", wait.why},
                             {"ended", wait.ended}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void run_alive(const AliveArguments& arguments) {
  const LoadedTrace loaded(arguments.trace, "Loading");
  const Trace& trace = loaded.trace();
  const std::uint32_t step = step_of(arguments.step, trace, arguments.trace);
  const auto things = alive_at(trace, step);
  const auto waits = longest_waits(trace, step, arguments.waits);
  Output output(STDOUT_FILENO);
  output.write(arguments.json ? json_of(things, waits, step) : text_of(things, waits, step));
  output.flush();
}

}  // namespace

void add_alive_verb(CLI::App& app, ExitCode&) {
  auto arguments = std::make_shared<AliveArguments>();
  CLI::App* verb = app.add_subcommand(
      "alive", "Say what keeps the loop alive at a moment, and what its waits in poll were for");
  verb->add_option("trace", arguments->trace, "The trace (T.jsonl, T.jsonl.zst or -)")->required();
  add_step_options(*verb, arguments->step);
  verb->add_option("--waits", arguments->waits, "So many of the longest waits in poll")
      ->check(CLI::Range(0, 10'000))
      ->capture_default_str();
  verb->add_flag("--json", arguments->json, "One JSON document");
  verb->footer("Example:\n  loopscope alive T.jsonl --at 1.2ms");
  verb->callback([arguments] { run_alive(*arguments); });
}

}  // namespace loopscope

// loopscope sample: run one of the samples, and record it.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "samples/samples.hpp"
#include "tracer/cli/closest.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/format/error.hpp"

namespace loopscope {
namespace {

struct SampleArguments {
  std::string name;
  std::string output;
  std::string profile = "modern";
  bool virtual_time = false;
  unsigned clients = 0;  // 0: as many as the sample likes
  bool list = false;
};

void list_samples() {
  std::size_t columns = 0;
  for (const Sample& sample : all_samples()) columns = std::max(columns, sample.name.size());
  Output output(STDOUT_FILENO);
  for (const Sample& sample : all_samples())
    output.write(fmt::format("{:<{}}  {}\n", sample.name, columns, sample.lesson));
  output.flush();
}

[[noreturn]] void fail_no_sample(const std::string& name) {
  std::vector<std::string> names;
  for (const Sample& sample : all_samples()) names.emplace_back(sample.name);
  const std::string meant = closest(name, names);
  throw TraceError(
      fmt::format("there is no sample called '{}'. {}`loopscope sample --list` names all.", name,
                  meant.empty() ? "" : fmt::format("Did you mean '{}'? ", meant)));
}

const Sample& wanted_sample(const SampleArguments& arguments) {
  const Sample* sample = find_sample(arguments.name);
  if (sample == nullptr) fail_no_sample(arguments.name);
  if (arguments.virtual_time && sample->needs_real_time)
    throw TraceError(fmt::format(
        "sample '{}' waits for sockets or threads, which virtual time does not move. Run it "
        "without --virtual-time.",
        arguments.name));
  if (arguments.clients != 0 && !sample->has_clients)
    throw TraceError(fmt::format("sample '{}' has no clients to count. Run it without --clients.",
                                 arguments.name));
  return *sample;
}

ExitCode run_verb(const SampleArguments& arguments) {
  if (!arguments.list && arguments.name.empty() &&
      (!arguments.output.empty() || arguments.virtual_time))
    throw TraceError("which sample? `loopscope sample --list` names all.");
  if (arguments.list || arguments.name.empty()) {
    list_samples();
    return ExitCode::ok;
  }
  const Sample& sample = wanted_sample(arguments);
  SampleOptions options{
      .trace = arguments.output,
      .profile = arguments.profile == "classic" ? Profile::classic : Profile::modern,
      .virtual_time = arguments.virtual_time};
  if (arguments.clients != 0) options.clients = arguments.clients;
  try {
    return run_sample(sample, options) == 0 ? ExitCode::ok : ExitCode::findings;
  } catch (const std::system_error& error) {
    print_error(fmt::format("loopscope: sample {}: {}\n", sample.name, error.what()));
    return ExitCode::findings;
  }
}

}  // namespace

void add_sample_verb(CLI::App& app, ExitCode& exit_code) {
  auto arguments = std::make_shared<SampleArguments>();
  CLI::App* verb = app.add_subcommand("sample", "List the samples, or run one and record it");
  verb->add_option("name", arguments->name, "The sample; without it, all are listed");
  verb->add_option("-o,--output", arguments->output,
                   "Record into this trace (.zst: compressed, -: stdout)");
  verb->add_option("--loop", arguments->profile,
                   "Whose order of phases: libuv before or since 1.45")
      ->check(CLI::IsMember({"classic", "modern"}))
      ->capture_default_str();
  verb->add_flag("--virtual-time", arguments->virtual_time,
                 "Do not wait: time jumps to the next timer, the order is the same each time");
  verb->add_option("--clients", arguments->clients, "How many clients a server's sample has")
      ->check(CLI::Range(1U, SampleOptions::max_clients));
  verb->add_flag("--list", arguments->list, "List the samples");
  verb->footer(
      "Example:\n  loopscope sample closing -o closing.jsonl && loopscope timeline closing.jsonl");
  verb->callback([arguments, &exit_code] { exit_code = run_verb(*arguments); });
}

}  // namespace loopscope

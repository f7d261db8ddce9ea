// loopscope_bench: the project's promises about cost, each measured against its peer in the same
// run.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include "tests/bench/harness/bench.hpp"
#include "tests/bench/subjects.hpp"

namespace {

using loopscope::bench::Bench;

constexpr auto subjects = {
    &loopscope::bench::recording,     &loopscope::bench::writer,    &loopscope::bench::reader,
    &loopscope::bench::model,         &loopscope::bench::explain,   &loopscope::bench::view,
    &loopscope::bench::chrome_export, &loopscope::bench::loop,      &loopscope::bench::runtime,
    &loopscope::bench::echo,          &loopscope::bench::javascript};

struct CommandLine {
  loopscope::bench::Options options;
  std::string json;
};

void describe(CLI::App& app, CommandLine& line) {
  app.description(
      "Measures Loopscope against its peers, in alternation, and prints one table.\n"
      "A ratio above its target falls short. Exit code: 0 when everything could be measured, 1 "
      "when "
      "something could not, 106 for a wrong option.");
  app.add_option("--filter", line.options.filter, "Only rows whose name contains this text");
  app.add_flag("--quick", line.options.quick, "Less work: for a look, not for a verdict");
  app.add_option("--json", line.json, "Write the rows to this file as well");
  app.add_option("--scratch", line.options.scratch, "Folder for the traces that are made")
      ->default_val("build/bench");
  app.footer("Example: loopscope_bench --filter timer --json build/bench.json");
}

bool run(void (*subject)(Bench&), Bench& bench) {
  try {
    subject(bench);
    return true;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "loopscope_bench: %s\n", error.what());
    return false;
  }
}

}  // namespace

int main(int argc, char** argv) {
  CommandLine line;
  CLI::App app;
  describe(app, line);
  CLI11_PARSE(app, argc, argv);
  bool measured = true;
  try {
    std::filesystem::create_directories(line.options.scratch);
    Bench bench(line.options);
    for (const auto& subject : subjects) measured = run(subject, bench) && measured;
    if (!line.json.empty()) bench.write_json(line.json);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "loopscope_bench: %s\n", error.what());
    measured = false;
  }
  return measured ? 0 : 1;
}

// `loopscope run` beside node: a task of each kind, and how long a program takes to its first line.
#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "tests/bench/peers/node.hpp"
#include "tests/bench/subjects.hpp"

namespace loopscope::bench {
namespace {

const std::string loopscope_run = LOOPSCOPE_PROGRAM " run";
constexpr const char* tasks_script = LOOPSCOPE_BENCH_SCRIPTS "/tasks.js";
constexpr const char* first_line_script = LOOPSCOPE_BENCH_SCRIPTS "/first_line.js";

double task_ns(const std::string& engine, const std::string& kind, std::uint64_t tasks) {
  return number_printed_by(fmt::format("{} {} {} {}", engine, tasks_script, kind, tasks));
}

struct ClosePipe {
  void operator()(std::FILE* pipe) const noexcept { pclose(pipe); }
};

// From the start of the process until it has printed.
double first_line_ms(const std::string& engine) {
  const auto start = std::chrono::steady_clock::now();
  const std::unique_ptr<std::FILE, ClosePipe> pipe(
      popen(fmt::format("exec {} {}", engine, first_line_script).c_str(), "r"));
  if (pipe == nullptr || std::fgetc(pipe.get()) == EOF)
    throw std::runtime_error(engine + " printed nothing");
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

void tasks_of(Bench& bench, const std::string& kind, std::uint64_t tasks) {
  constexpr double most_of_node = 1.5;
  constexpr double most_recorded_ns = 3000;
  const std::string trace = (bench.scratch() / "js.jsonl").string();
  const std::string recorded = fmt::format("{} -o {}", loopscope_run, trace);
  bench.compare(
      {"js " + kind + " vs node", "ns/task", most_of_node, 5},
      [=] { return task_ns(loopscope_run, kind, tasks); },
      [=] { return task_ns("node", kind, tasks); });
  bench.at_most({"js " + kind + ", recorded", "ns/task", 1.0, 5}, most_recorded_ns,
                [=] { return task_ns(recorded, kind, tasks / 10); });
  std::filesystem::remove(trace);
}

}  // namespace

void javascript(Bench& bench) {
  if (!has_node()) return bench.skip("js", "there is no node in the PATH to compare with");
  if (std::system((loopscope_run + " --help >/dev/null 2>&1").c_str()) != 0)
    return bench.skip("js", "this loopscope has no JavaScript");
  const std::uint64_t tasks = bench.amount(200'000U, 50'000U);
  for (const char* kind :
       {"await", "then", "queueMicrotask", "nextTick", "setImmediate", "setTimeout"})
    tasks_of(bench, kind, tasks);
  constexpr int starts = 21;
  bench.compare(
      {"js start to first line vs node", "ms", 1.0, starts},
      [] { return first_line_ms(loopscope_run); }, [] { return first_line_ms("node"); });
}

}  // namespace loopscope::bench

// Explanations of a trace of ten million events: what the first question after loading costs, at
// its worst, and all of lint.
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/harness/cpu.hpp"
#include "tests/bench/harness/workload.hpp"
#include "tests/bench/subjects.hpp"
#include "tracer/explain/lint.hpp"
#include "tracer/explain/why.hpp"
#include "tracer/model/trace_loader.hpp"

namespace loopscope::bench {
namespace {

constexpr double why_limit_ms = 200;
constexpr double lint_limit_ms = 1'000;
constexpr std::size_t shown = 20;  // of the moments that a name matches

std::uint32_t first_called(const Trace& trace, std::string_view name) {
  for (std::uint32_t i = 0; i < trace.size(); ++i)
    if (trace[i].kind() == Event::task_begin && trace.back(i) != no_index &&
        trace.name(trace[trace.back(i)]) == name)
      return i;
  throw std::logic_error("The benchmark's trace has no such task.");
}

std::uint32_t last_called(const Trace& trace, std::string_view name) {
  for (std::uint32_t i = trace.size(); i-- > 0;)
    if (trace[i].kind() == Event::task_begin && trace.back(i) != no_index &&
        trace.name(trace[trace.back(i)]) == name)
      return i;
  throw std::logic_error("The benchmark's trace has no such task.");
}

/// As `loopscope why` does it: both are looked for by their ids, then the pair is explained.
double why_ms(const Trace& trace, std::uint32_t first, std::uint32_t then) {
  const auto id = [&trace](std::uint32_t run) {
    return std::string("#").append(std::to_string(trace.number(trace[run].id)));
  };
  return wall_ns_of([&] {
           Explainer explainer(trace);
           const auto ones = find_moments(explainer.runs(), id(first), shown);
           const auto others = find_moments(explainer.runs(), id(then), shown);
           static_cast<void>(explainer.why(ones.front(), others.back()));
         }) /
         1e6;
}

double name_ms(const Trace& trace, std::string_view name) {
  return wall_ns_of([&] {
           Explainer explainer(trace);
           static_cast<void>(find_moments(explainer.runs(), name, shown));
         }) /
         1e6;
}

double lint_ms(const Trace& trace) {
  return wall_ns_of([&] { static_cast<void>(lint(trace, {})); }) / 1e6;
}

}  // namespace

void explain(Bench& bench) {
  const Subject causal{"why, tasks far apart, one led to the other, limit 200", "ms"};
  const Subject race{"why, tasks far apart that race, limit 200", "ms"};
  const Subject repeated{"a name that many tasks have, limit 200", "ms"};
  const Subject absent{"a name that no task has, limit 200", "ms"};
  const Subject linting{"lint of 10 M events, limit 1000", "ms"};
  bool wanted = false;
  for (const Subject* each : {&causal, &race, &repeated, &absent, &linting})
    wanted = wanted || bench.wants(each->name);
  if (!wanted) return;
  const std::string path = (bench.scratch() / "explain.jsonl").string();
  write_trace(path, bench.amount<std::uint64_t>(10'000'000, 1'000'000));
  TraceLoader loader(path, {.threads = 2});
  while (loader.fetch()) loader.append();
  Trace& trace = loader.trace();
  trace.finish();
  const std::uint32_t beat = first_called(trace, "heartbeat");
  const std::uint32_t last_tick = last_called(trace, "after heartbeat");
  const std::uint32_t reply = first_called(trace, "reply sent");
  bench.at_most(causal, why_limit_ms, [&] { return why_ms(trace, beat, last_tick); });
  bench.at_most(race, why_limit_ms, [&] { return why_ms(trace, reply, last_tick); });
  bench.at_most(repeated, why_limit_ms, [&] { return name_ms(trace, "reply sent"); });
  bench.at_most(absent, why_limit_ms, [&] { return name_ms(trace, "reply:7"); });
  bench.at_most(linting, lint_limit_ms, [&] { return lint_ms(trace); });
  std::filesystem::remove(path);
}

}  // namespace loopscope::bench

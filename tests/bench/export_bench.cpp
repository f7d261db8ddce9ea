// The Chrome export: how long it takes, and that its memory does not grow with the trace.
#include <malloc.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "tests/bench/harness/cpu.hpp"
#include "tests/bench/harness/workload.hpp"
#include "tests/bench/subjects.hpp"
#include "tracer/export/chrome.hpp"
#include "tracer/export/hole_file.hpp"
#include "tracer/format/reader.hpp"

namespace loopscope::bench {
namespace {

void export_trace(const std::string& trace, const std::string& output) {
  TraceReader reader(trace);
  HoleFile file(output);
  ChromeExporter exporter(file, reader.header());
  while (const TraceEvent* event = reader.next()) exporter.apply(*event);
  exporter.finish();
  file.close();
}

// Of this process, in MB: `VmRSS` now, `VmHWM` the most since the peak was reset.
double memory_mb(const std::string& key) {
  std::ifstream status("/proc/self/status");
  std::string word;
  double kib = 0;
  while (status >> word)
    if (word == key + ":" && status >> kib) return kib / 1024;
  throw std::runtime_error("Cannot read " + key + " from /proc/self/status.");
}

template <typename Work>
double peak_growth_mb(Work&& work) {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";  // resets the peak
  const double before = memory_mb("VmRSS");
  work();
  return memory_mb("VmHWM") - before;
}

struct Trace {
  std::string path;
  Trace(std::string at, std::uint64_t lines) : path(std::move(at)) { write_trace(path, lines); }
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;
  ~Trace() { std::filesystem::remove(path); }
};

}  // namespace

void chrome_export(Bench& bench) {
  const Subject time{"export 1 M events to Chrome", "s", 1.0};
  const Subject memory{"export, peak memory, 1 M vs 250 k events", "MB", 1.25};
  if (!bench.wants(time.name) && !bench.wants(memory.name)) return;
  constexpr std::uint64_t million = 1'000'000;
  constexpr double most_s = 3;
  const Trace large((bench.scratch() / "export.jsonl").string(), million);
  const Trace small((bench.scratch() / "export_small.jsonl").string(), million / 4);
  const std::string output = (bench.scratch() / "export.json").string();
  const auto run = [&](const Trace& trace) { export_trace(trace.path, output); };
  bench.at_most(time, most_s, [&] { return wall_ns_of([&] { run(large); }) / 1e9; });
  bench.compare(
      memory, [&] { return peak_growth_mb([&] { run(large); }); },
      [&] { return peak_growth_mb([&] { run(small); }); });
  std::filesystem::remove(output);
}

}  // namespace loopscope::bench

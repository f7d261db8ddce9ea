// A trace of a gigabyte loaded into the model by two threads, against simdjson walking the same
// file with two; what it takes in memory; and seeks in it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>

#include "tests/bench/harness/cpu.hpp"
#include "tests/bench/harness/workload.hpp"
#include "tests/bench/peers/json_walk.hpp"
#include "tests/bench/subjects.hpp"
#include "tracer/model/pages.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/trace_loader.hpp"

namespace loopscope::bench {
namespace {

constexpr unsigned threads = 2;
constexpr std::uint64_t bytes_per_line = 56;  // of the workload, on average

void load(TraceLoader& loader) {
  while (loader.fetch()) loader.append();
  loader.trace().finish();
  if (loader.trace().problem_count() != 0)
    throw std::logic_error("The model found fault with the benchmark's trace; see to that first.");
}

/// A virtual machine's host takes back what its guest has had free for some seconds, and gives it
/// anew page by page: 0.6 GB/s where zeroing alone does 11. Whoever is next to touch memory pays
/// for that, which would be the model and never the walk. So it is paid before the clock starts.
void touch_memory(std::size_t bytes) {
  constexpr std::size_t page_bytes = 4096;
  const Pages pages = allocate_pages(bytes, true);
  for (std::size_t at = 0; at < bytes; at += page_bytes) pages.get()[at] = std::byte{1};
}

/// The slowest of many seeks to anywhere, each with the queues' content as a window shows it.
double slowest_seek_ms(const Trace& trace) {
  std::mt19937 random(1);
  LoopState state;
  std::uint32_t at = 0;
  double slowest_ns = 0;
  for (int i = 0; i < 50; ++i) {
    const auto step = static_cast<std::uint32_t>(random() % trace.size());
    slowest_ns =
        std::max(slowest_ns, wall_ns_of([&] {
                   trace.seek(state, at, step);
                   for (std::size_t queue = 0; queue < LoopState::queue_count; ++queue)
                     static_cast<void>(queue_content(trace, state, static_cast<Queue>(queue), 100));
                 }));
    at = step;
  }
  return slowest_ns / 1e6;
}

void measure_loaded(Bench& bench, const std::string& path, const Subject& memory,
                    const Subject& seek) {
  TraceLoader loader(path);
  load(loader);
  const Trace& trace = loader.trace();
  bench.at_most(memory, 48, [&] {
    return static_cast<double>(trace.bytes()) / static_cast<double>(trace.size());
  });
  bench.at_most(seek, 16, [&] { return slowest_seek_ms(trace); });
}

}  // namespace

void model(Bench& bench) {
  const Subject loading{"load a trace into the model vs simdjson walk", "ns/line", 2.5, 5};
  const Subject memory{"model in memory, limit 48", "bytes/event"};
  const Subject seek{"slowest of 50 seeks, limit 16", "ms"};
  if (!bench.wants(loading.name) && !bench.wants(memory.name) && !bench.wants(seek.name)) return;
  const std::string path = (bench.scratch() / "model.jsonl").string();
  const std::uint64_t file_bytes = bench.amount(std::uint64_t{1} << 30U, std::uint64_t{1} << 27U);
  write_trace(path, file_bytes / bytes_per_line);
  std::uint64_t lines = 1;
  const auto walk = [&] {
    const double ns = wall_ns_of([&] { lines = walk_json_lines(path, threads); });
    return ns / static_cast<double>(lines);
  };
  static_cast<void>(walk());
  bench.compare(
      loading,
      [&] {
        touch_memory(file_bytes);  // the model and what it is read from take a little less
        TraceLoader loader(path, {.threads = threads});
        return wall_ns_of([&] { load(loader); }) / static_cast<double>(lines);
      },
      walk);
  measure_loaded(bench, path, memory, seek);
  std::filesystem::remove(path);
}

}  // namespace loopscope::bench

// A trace of a gigabyte read back by two threads, against simdjson walking the same file with two.
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "tests/bench/harness/cpu.hpp"
#include "tests/bench/harness/workload.hpp"
#include "tests/bench/peers/json_walk.hpp"
#include "tests/bench/subjects.hpp"
#include "tracer/format/reader.hpp"

namespace loopscope::bench {
namespace {

constexpr unsigned threads = 2;
constexpr std::uint64_t bytes_per_line = 56;  // of the workload, on average

// The header is the one line that is no event.
std::uint64_t read_trace(const std::string& path) {
  TraceReader reader(path, {.threads = threads});
  std::uint64_t lines = 1;
  while (reader.next() != nullptr) ++lines;
  if (reader.problems() != 0)
    throw std::logic_error("The reader found fault with the benchmark's trace; see to that first.");
  return lines;
}

template <typename Read>
double ns_per_line(Read&& read, std::uint64_t& lines) {
  const double ns = wall_ns_of([&] { lines = read(); });
  return ns / static_cast<double>(lines);
}

}  // namespace

void reader(Bench& bench) {
  const Subject subject{"read a trace, 2 threads, vs simdjson walk", "ns/line", 2.0};
  if (!bench.wants(subject.name)) return;
  const std::string path = (bench.scratch() / "reader.jsonl").string();
  write_trace(path,
              bench.amount(std::uint64_t{1} << 30U, std::uint64_t{1} << 27U) / bytes_per_line);
  std::uint64_t our_lines = 0;
  std::uint64_t peer_lines = 0;
  bench.compare(
      subject, [&] { return ns_per_line([&] { return read_trace(path); }, our_lines); },
      [&] { return ns_per_line([&] { return walk_json_lines(path, threads); }, peer_lines); });
  std::filesystem::remove(path);
  if (our_lines != peer_lines)
    throw std::logic_error("The reader and simdjson have not read the same number of lines.");
}

}  // namespace loopscope::bench

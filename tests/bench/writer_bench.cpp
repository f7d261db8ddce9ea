// Records to JSON lines, on one core, against a formatter that does nothing else than format.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/harness/cpu.hpp"
#include "tests/bench/harness/workload.hpp"
#include "tests/bench/peers/bare_formatter.hpp"
#include "tests/bench/subjects.hpp"
#include "tracer/format/line_writer.hpp"

namespace loopscope::bench {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 18U;

bool is_operand(const Record& record) {
  return record.event < Event::start;
}

// The workload's records, kept, and what the bare formatter has to know of each line.
class Lines {
 public:
  explicit Lines(std::uint64_t turns) {
    Probe probe(session_, "loop");
    Workload workload(probe);
    take(first_);
    while (turns-- > 0) {
      workload.record_turn();
      take(records_);
    }
    work_out_bare_lines();
    compare_texts();
  }

  [[nodiscard]] double ours_ns() {
    LineWriter writer = started_writer();
    const double ns = cpu_ns_of([&] {
      for (const Record& record : records_) {
        writer.write(0, record);
        if (writer.buffer().size() > block_bytes) writer.buffer().clear();
      }
    });
    return ns / static_cast<double>(bare_lines_.size());
  }
  [[nodiscard]] double bare_ns() {
    std::vector<char> block(block_bytes + 256);
    const double ns = cpu_ns_of([&] {
      char* to = block.data();
      for (const BareLine& line : bare_lines_) {
        to = format_bare(to, line);
        if (to > block.data() + block_bytes) to = block.data();
      }
    });
    return ns / static_cast<double>(bare_lines_.size());
  }

 private:
  void take(std::vector<Record>& records) {
    Ring& ring = session_.threads().front()->ring;
    for (auto some = ring.readable(); !some.empty(); some = ring.readable()) {
      records.insert(records.end(), some.begin(), some.end());
      ring.release(some.size());
    }
  }
  // One that has written the start and all definitions.
  [[nodiscard]] LineWriter started_writer() {
    LineWriter writer(session_);
    for (const Record& record : first_) writer.write(0, record);
    writer.buffer().clear();
    return writer;
  }
  void work_out_bare_lines() {
    BareLine line{};
    for (const Record& record : records_) {
      if (record.event == Event::operand_due) {
        line.due_ns = record.a;
        line.delay_ms = record.b;
      }
      if (is_operand(record)) continue;
      line.record = record;
      line.t_ns = clock_.to_ns(record.ticks);
      bare_lines_.push_back(line);
      line.due_ns = 0;
      if (record.event == Event::task_begin) line.by = record.a;
      if (record.event == Event::task_end) line.by = 0;
    }
  }
  void compare_texts() {
    constexpr std::size_t enough = 1000;
    LineWriter writer = started_writer();
    std::string bare;
    for (std::size_t i = 0; i < std::min(enough, records_.size()); ++i)
      writer.write(0, records_[i]);
    for (std::uint64_t i = 0; bare.size() < writer.buffer().size(); ++i) {
      char line[256];
      bare.append(line, format_bare(line, bare_lines_[i]));
    }
    if (bare != writer.buffer().text())
      throw std::logic_error("The bare formatter's lines are not the writer's; mend it first.");
  }

  Clock clock_;
  Session session_{clock_};
  std::vector<Record> first_;
  std::vector<Record> records_;
  std::vector<BareLine> bare_lines_;
};

// Everything that the writer's thread does: rings, lines, file.
double recorder_ns(const std::string& path, std::uint64_t lines) {
  const double process_before = process_cpu_ns(0);
  const double own_ns = cpu_ns_of([&] { write_trace(path, lines); });
  const double writer_ns = process_cpu_ns(0) - process_before - own_ns;
  std::filesystem::remove(path);
  return writer_ns / static_cast<double>(lines);
}

}  // namespace

void writer(Bench& bench) {
  const Subject format{"write a line, vs bare to_chars", "ns/event", 2.0};
  const Subject record{"write a trace to a file, one core", "ns/event", 1.0};
  if (bench.wants(format.name)) {
    Lines lines(bench.amount(50'000U, 10'000U));
    bench.compare(
        format, [&] { return lines.ours_ns(); }, [&] { return lines.bare_ns(); });
  }
  constexpr double ns_at_five_million_per_second = 200;
  const std::uint64_t lines = bench.amount(5'000'000U, 500'000U);
  const std::string path = (bench.scratch() / "writer.jsonl").string();
  bench.at_most(record, ns_at_five_million_per_second, [&] { return recorder_ns(path, lines); });
}

}  // namespace loopscope::bench

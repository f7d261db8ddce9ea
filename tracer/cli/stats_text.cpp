#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "tracer/cli/stats_report.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

constexpr std::size_t label_width = 26;

/// Text at the right of a column.
std::string cell(std::string_view text, std::size_t columns) {
  const std::size_t used = width(text);
  return std::string(used < columns ? columns - used : 1, ' ') + std::string(text);
}

std::string label_cell(std::string_view text) {
  std::string result = fmt::format("  {}", printable(text));
  const std::size_t used = width(result);
  return result + std::string(used < label_width ? label_width - used : 1, ' ');
}

class StatsText {
 public:
  explicit StatsText(bool colour) : colour_(colour) {}

  void title(std::string_view text, std::initializer_list<std::string_view> columns) {
    std::string line(text);
    if (columns.size() > 0)
      line += std::string(width(line) < label_width ? label_width - width(line) : 1, ' ');
    for (const std::string_view column : columns) line += cell(column, column_width);
    out_ += fmt::format("\n{}\n", paint(line));
  }
  void spread(std::string_view label, const Histogram& histogram) {
    out_ += label_cell(label) + numbers(histogram) + "\n";
  }
  void runs(std::string_view label, const Statistics::Runs& row) {
    const bool any = row.waited.count() > 0;
    out_ += label_cell(label) + numbers(row.ran) +
            cell(any ? duration_text(row.waited.percentile(0.5)) : "-", column_width) +
            cell(any ? duration_text(row.waited.max()) : "-", column_width) + "\n";
  }
  void fact(std::string_view label, std::string_view text) {
    out_ += label_cell(label) + cell(text, column_width) + "\n";
  }
  void text(std::string_view text) { out_ += text; }
  [[nodiscard]] std::string paint(std::string_view text) const {
    return colour_ ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  static constexpr std::size_t column_width = 10;
  static std::string numbers(const Histogram& histogram) {
    return cell(std::to_string(histogram.count()), column_width) +
           cell(duration_text(histogram.sum()), column_width) +
           cell(duration_text(histogram.percentile(0.5)), column_width) +
           cell(duration_text(histogram.percentile(0.99)), column_width) +
           cell(duration_text(histogram.max()), column_width);
  }
  bool colour_;
  std::string out_;
};

void head(StatsText& text, const TraceHeader& header, const Statistics& statistics) {
  text.text(text.paint(printable(header.process.empty() ? "trace" : header.process)));
  text.text(fmt::format("  {} loop, {}, {} clock\n", printable(header.profile),
                        printable(header.runtime), printable(header.clock)));
  text.text(
      fmt::format("{} recorded: {} events, {} turns, {} callbacks run, {} cancelled, {} still "
                  "waiting at the end\n",
                  duration_text(statistics.recorded_ns()), statistics.events, statistics.turns,
                  statistics.tasks_run, statistics.tasks_cancelled, statistics.tasks_waiting));
  if (statistics.errors_thrown > 0)
    text.text(fmt::format("{} callbacks threw an error\n", statistics.errors_thrown));
  if (statistics.dropped > 0)
    text.text(fmt::format("{} records were lost while recording: counts are too low\n",
                          statistics.dropped));
}

void phase_table(StatsText& text, const Statistics& statistics) {
  text.title("Phases", {"count", "total", "p50", "p99", "max"});
  for (std::size_t i = 0; i < phase_count; ++i)
    if (statistics.phases[i].count() > 0)
      text.spread(name_of(static_cast<Phase>(i)), statistics.phases[i]);
}

void queue_table(StatsText& text, const Statistics& statistics) {
  text.title("Callbacks by queue", {"run", "total", "p50", "p99", "max", "wait p50", "wait max"});
  for (std::size_t i = 0; i < queue_count; ++i)
    if (statistics.queues[i].ran.count() > 0)
      text.runs(name_of(static_cast<Queue>(i)), statistics.queues[i]);
}

void task_name_table(StatsText& text, const Statistics& statistics, std::size_t max_names) {
  if (statistics.names.empty()) return;
  using Row = std::pair<const std::string, Statistics::Named>;
  std::vector<const Row*> rows;
  for (const Row& row : statistics.names) rows.push_back(&row);
  std::stable_sort(rows.begin(), rows.end(), [](const Row* a, const Row* b) {
    return a->second.runs.ran.sum() > b->second.runs.ran.sum();
  });
  text.title("Callbacks by name", {"run", "total", "p50", "p99", "max", "wait p50", "wait max"});
  for (std::size_t i = 0; i < std::min(rows.size(), max_names); ++i)
    text.runs(rows[i]->first, rows[i]->second.runs);
  if (rows.size() > max_names)
    text.text(fmt::format("  … and {} more names (--names, --json)\n", rows.size() - max_names));
  if (statistics.other_names > 0)
    text.text(fmt::format("  … and {} callbacks under further names\n", statistics.other_names));
}

void loop_table(StatsText& text, const Statistics& statistics) {
  text.title("Loop", {"count", "total", "p50", "p99", "max"});
  if (statistics.timer_lag.count() > 0) text.spread("timers begin late by", statistics.timer_lag);
  if (statistics.poll_wait.count() > 0) text.spread("waits in poll", statistics.poll_wait);
  if (statistics.pool_work.count() > 0) text.spread("work on the pool", statistics.pool_work);
  text.fact("time waiting in poll", fmt::format("{:.1f} %", statistics.poll_share() * 100));
  for (std::size_t i = 0; i < poll_reason_count; ++i)
    if (statistics.poll_reasons[i] > 0)
      text.fact(fmt::format("  poll: {}", name_of(static_cast<PollReason>(i))),
                std::to_string(statistics.poll_reasons[i]));
}

void tcp_table(StatsText& text, const Statistics::Tcp& tcp) {
  if (tcp.accepted + tcp.connected + tcp.failed + tcp.errors.size() == 0) return;
  text.title("Connections", {});
  text.fact("accepted", std::to_string(tcp.accepted));
  text.fact("connected", std::to_string(tcp.connected));
  text.fact("failed to connect", std::to_string(tcp.failed));
  text.fact("open at most", std::to_string(tcp.most_open));
  text.fact("read", fmt::format("{} in {} reads", bytes_text(tcp.read_bytes), tcp.reads));
  text.fact("written", fmt::format("{} in {} writes", bytes_text(tcp.written_bytes), tcp.writes));
  text.fact("EAGAIN", std::to_string(tcp.again));
  for (const auto& [what, count] : tcp.errors)
    text.fact(fmt::format("error: {}", what), std::to_string(count));
  if (tcp.open.count() == 0) return;
  text.title("", {"closed", "total", "p50", "p99", "max"});
  text.spread("open for", tcp.open);
}

}  // namespace

std::string stats_text(const TraceHeader& header, const Statistics& statistics, bool colour,
                       std::size_t max_names) {
  StatsText text(colour);
  head(text, header, statistics);
  phase_table(text, statistics);
  queue_table(text, statistics);
  task_name_table(text, statistics, max_names);
  loop_table(text, statistics);
  tcp_table(text, statistics.tcp);
  return text.take();
}

}  // namespace loopscope

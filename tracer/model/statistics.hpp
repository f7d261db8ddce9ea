// What a trace, or a part of it, adds up to: how often, how long, how late, how much.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "tracer/model/histogram.hpp"
#include "tracer/model/trace.hpp"

namespace loopscope {

inline constexpr std::size_t phase_count = 7;
inline constexpr std::size_t queue_count = 11;
inline constexpr std::size_t poll_reason_count = 9;

/// All times in nanoseconds.
struct Statistics {
  struct Runs {
    Histogram ran;     // task.begin to task.end; a phase: phase.begin to phase.end
    Histogram waited;  // task.queue to task.begin, once per time queued
  };
  struct Named {
    Runs runs;
    Queue queue = Queue::main;
  };
  struct Tcp {
    std::uint64_t accepted = 0;
    std::uint64_t connected = 0;
    std::uint64_t failed = 0;  // connects that ended with an error
    std::uint64_t closed = 0;
    std::uint64_t most_open = 0;
    std::uint64_t read_bytes = 0;
    std::uint64_t written_bytes = 0;
    std::uint64_t reads = 0;
    std::uint64_t writes = 0;
    std::uint64_t again = 0;                      // EAGAIN
    std::map<std::string, std::uint64_t> errors;  // "connect ECONNREFUSED"
    Histogram open;                               // accepted or connected until closed
  };

  std::int64_t first_ns = 0;
  std::int64_t last_ns = 0;
  std::uint64_t events = 0;
  std::uint64_t turns = 0;
  std::uint64_t tasks_run = 0;
  std::uint64_t tasks_cancelled = 0;
  std::uint64_t tasks_waiting = 0;  // at the end
  std::uint64_t errors_thrown = 0;
  std::uint64_t dropped = 0;
  std::array<Histogram, phase_count> phases;
  std::array<Runs, queue_count> queues;
  std::map<std::string, Named> names;
  std::uint64_t other_names = 0;  // runs of tasks beyond StatisticsBuilder::max_names
  Histogram timer_lag;            // from due to begin
  Histogram poll_wait;
  std::array<std::uint64_t, poll_reason_count> poll_reasons{};
  Histogram pool_work;  // pool.begin to pool.end
  Tcp tcp;

  [[nodiscard]] std::int64_t recorded_ns() const noexcept { return last_ns - first_ns; }
  /// Of the recorded time, the part in which a loop waited in poll (0 to 1; of one process).
  [[nodiscard]] double poll_share() const noexcept;
};

/// Adds up a loaded trace, a part at a time if need be. Memory: at most `max_names` names, and what
/// is alive. What is queued and runs where it begins is known there, and counts when it ends.
class StatisticsBuilder final : private StateListener {
 public:
  static constexpr std::size_t max_names = 2000;
  static constexpr std::size_t max_error_kinds = 200;
  static constexpr std::size_t max_connections = std::size_t{1} << 22U;

  /// `trace` must live longer and stay as it is.
  explicit StatisticsBuilder(const Trace& trace, std::uint32_t from_step = 0);
  StatisticsBuilder(const StatisticsBuilder&) = delete;
  StatisticsBuilder& operator=(const StatisticsBuilder&) = delete;
  ~StatisticsBuilder() = default;

  /// The next events, up to that step.
  void advance(std::uint32_t to_step);
  /// At the trace's end what is still open counts as if it ended there; before, it does not count.
  [[nodiscard]] Statistics finish();

 private:
  void opened(std::uint32_t, const PackedEvent&, std::uint32_t) override {}
  void closed(std::uint32_t begin, std::uint32_t end, bool complete) override;
  void left(std::uint32_t queued, std::uint32_t index) override;
  void add_closed(std::uint32_t begin, std::int64_t end_ns, bool threw);
  void add_event(std::uint32_t index);
  void tcp(const TraceEvent& event);
  void tcp_open(const TraceEvent& event);
  void tcp_close(const TraceEvent& event);
  void tcp_error(const TraceEvent& event);
  void task_ran(std::uint32_t queued, std::int64_t ran_ns, bool threw);
  Statistics::Runs* runs_of_name(const PackedEvent& queued);
  Statistics::Named* row_of_name(std::string_view name, Queue queue);

  const Trace& trace_;
  LoopState state_;
  std::uint32_t step_;
  Statistics statistics_;
  struct NumberedRuns {
    std::uint32_t name;
    Queue queue;
    bool operator==(const NumberedRuns&) const = default;
  };
  struct NumberedHash {
    std::size_t operator()(const NumberedRuns& key) const noexcept {
      return std::size_t{key.name} * 16 + static_cast<std::size_t>(key.queue);
    }
  };
  std::unordered_map<NumberedRuns, Statistics::Named*, NumberedHash> by_number_;
  std::unordered_map<std::uint64_t, std::int64_t> open_since_ns_;  // connections
  std::unordered_set<std::uint64_t> connecting_;
};

/// Of a whole trace; definitions count as events.
[[nodiscard]] Statistics statistics_of(const Trace& trace);

}  // namespace loopscope

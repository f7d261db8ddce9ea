// What a whole trace adds up to: how often, how long, how late, how much.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "tracer/model/histogram.hpp"
#include "tracer/model/walker.hpp"

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

/// Listens to a TraceWalker and adds up. Memory: what is alive, and at most `max_names` names.
class StatisticsBuilder final : public TraceListener {
 public:
  static constexpr std::size_t max_names = 2000;
  static constexpr std::size_t max_error_kinds = 200;
  static constexpr std::size_t max_connections = std::size_t{1} << 22U;

  StatisticsBuilder() : walker_(*this) {}
  void apply(const TraceEvent& event) { walker_.apply(event); }
  /// An event before the part that is counted: what is queued and open there is known, no more.
  void apply_before(const TraceEvent& event);
  /// The names of events whose definitions are not applied.
  void set_definitions(const Definitions& definitions) { walker_.definitions() = definitions; }
  /// Forgets what is still open, because the part that is counted ends in mid-run.
  void stop_counting() noexcept { counting_ = false; }
  /// After the last event.
  [[nodiscard]] Statistics finish();

 private:
  void left(const Task& task, const TraceEvent& event) override;
  void closed(Scope& scope) override;
  void event(const TraceEvent& event) override;
  void tcp(const TraceEvent& event);
  void tcp_open(const TraceEvent& event);
  void tcp_close(const TraceEvent& event);
  void tcp_error(const TraceEvent& event);
  void task_ran(const Scope& scope);
  Statistics::Runs* runs_of_name(const Task& task);
  Statistics::Named* row_of_name(const Task& task);
  void forget_number(std::uint32_t name);

  TraceWalker walker_;
  Statistics statistics_;
  bool any_ = false;
  bool counting_ = true;
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

}  // namespace loopscope

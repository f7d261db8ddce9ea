// What must hold on each thread of a trace: time, nesting, turns and phases.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tracer/format/findings.hpp"

namespace loopscope {

/// Time never goes backwards; phases and tasks nest; turns count up; phases come in the order of
/// the profile.
class ThreadRules {
 public:
  ThreadRules(bool classic, Findings& findings) : classic_(classic), findings_(findings) {}

  void check(const TraceEvent& event);
  /// The task runs, on whichever thread.
  [[nodiscard]] bool is_running(std::uint64_t task) const noexcept;

  /// Deeper nesting is a finding and is not followed.
  static constexpr std::size_t max_depth = 4096;
  static constexpr std::size_t max_threads = 65536;

 private:
  struct Frame {
    bool is_phase = false;
    std::uint64_t id = 0;  // of a task, or a Phase
  };
  struct Thread {
    std::int64_t last_ns = 0;
    std::vector<Frame> open;
    std::int64_t turn = 0;
    int rank = no_rank;  // of the last phase of this turn
    bool in_turn = false;
    bool lossy = false;  // records were lost
  };
  static constexpr int no_rank = -1;

  void check_time(const TraceEvent& event, Thread& thread);
  void begin(const TraceEvent& event, Thread& thread, Frame frame);
  void end(const TraceEvent& event, Thread& thread, Frame frame);
  void close_from(Thread& thread, std::vector<Frame>::iterator first);
  void begin_turn(const TraceEvent& event, Thread& thread);
  void check_phase_order(const TraceEvent& event, Thread& thread);
  [[nodiscard]] int rank_of(Phase phase, const Thread& thread) const noexcept;

  bool classic_;
  Findings& findings_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Thread> threads_;  // by process and thread
  std::unordered_map<std::uint64_t, std::uint32_t> running_;  // task to how many frames it has
};

}  // namespace loopscope

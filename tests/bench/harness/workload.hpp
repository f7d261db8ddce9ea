// What a busy server's loop would record, without the server: a sound trace of any length.
#pragma once

#include <cstdint>
#include <string>

#include "core/probe/probe.hpp"

namespace loopscope::bench {

/// Each turn serves one request of one connection, which queues a microtask, and one timer, which
/// arms the next one and queues a tick.
class Workload {
 public:
  /// Records the start: run() begins, and a connection is read from.
  explicit Workload(Probe& probe);
  void record_turn();

  static constexpr std::uint64_t lines_per_turn = 21;

 private:
  void record_poll();
  void record_timers();
  void record_queued(Queue queue, const char* name);
  void record_drain();
  std::uint64_t arm_timer();

  Probe& probe_;
  std::uint64_t turn_ = 0;
  std::uint64_t connection_;
  std::uint64_t read_task_;
  std::uint64_t timer_task_;
  std::uint64_t queued_task_ = 0;
};

/// Writes a trace of about so many lines, the last one `end`, with a Recorder.
void write_trace(const std::string& path, std::uint64_t lines);

}  // namespace loopscope::bench

// A random run: turns, phases, callbacks that queue others, drains, pool work, connections,
// handles.
#pragma once

#include <cstdint>
#include <deque>
#include <random>

#include "tests/tracer/model/script.hpp"

namespace loopscope {

class RandomTrace {
 public:
  /// `damaged`: some events are missing and some stand where they do not belong.
  RandomTrace(unsigned seed, bool damaged, int turns = 12);
  [[nodiscard]] const Script& script() const { return script_; }

 private:
  std::int64_t tick();
  bool chance(int percent);
  bool lost() { return damaged_ && chance(4); }
  void run_task(std::uint64_t id, int depth);
  void inside(std::uint64_t id, int depth);
  void talk(std::uint64_t id);
  void work(std::uint64_t id);
  void handle(std::uint64_t by);
  void change_handle();
  void phase(Phase phase);

  std::mt19937 random_;
  bool damaged_;
  Script script_;
  std::int64_t now_ns_ = 0;
  std::uint64_t next_id_ = 1;
  std::deque<std::uint64_t> waiting_;
  std::deque<std::uint64_t> drain_;
  std::deque<std::uint64_t> handles_;
};

}  // namespace loopscope

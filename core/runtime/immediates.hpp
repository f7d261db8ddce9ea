// Node's immediates: one queue, taken whole by the check phase.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/loop/loop.hpp"
#include "core/loop/phase_handle.hpp"
#include "core/loop/task_fifo.hpp"

namespace loopscope {

class TaskQueues;
class Immediates;

/// What setImmediate gives back. Cheap to copy. The runtime must outlive what is called here.
class Immediate {
 public:
  Immediate() = default;
  void ref();
  void unref();
  [[nodiscard]] bool has_ref() const;
  /// clearImmediate.
  void clear();

 private:
  friend class Immediates;
  Immediate(Immediates& queue, std::uint64_t number) : queue_(&queue), number_(number) {}
  Immediates* queue_ = nullptr;
  std::uint64_t number_ = 0;
};

class Immediates {
 public:
  Immediates(Loop& loop, TaskQueues& queues);
  Immediate add(Callback&& callback, std::string_view name, const SourceLocation& where);

  /// Queued and neither run nor cleared.
  [[nodiscard]] std::size_t size() const noexcept { return waiting_; }
  [[nodiscard]] std::vector<std::uint64_t> waiting_tasks() const;
  void keeping_alive(std::vector<AliveItem>& items) const;

 private:
  friend class Immediate;
  friend class Runtime;
  struct Entry {
    Callback callback;
    std::uint64_t id = 0;
    bool ref = true;
    bool done = false;  // run or cleared
  };

  void run();
  bool run_queue();
  void drop_cleared();
  bool run_entry(Entry& entry);
  Entry* find(std::uint64_t number);
  template <typename Use>
  void for_each_waiting(Use&& use) const;
  void count_ref(bool ref);
  void set_ref(std::uint64_t number, bool ref);
  void clear(std::uint64_t number);

  Loop& loop_;
  TaskQueues& queues_;
  Check check_;  // always active, never keeps the loop alive
  Idle idle_;    // active while a ref'd immediate waits, so that poll does not block
  Fifo<Entry> queue_;
  Fifo<Entry> running_;  // what this check phase took
  std::uint64_t next_number_ = 0;
  std::uint64_t running_from_ = 0;  // number of the first entry of running_
  std::size_t waiting_ = 0;
  std::size_t refs_ = 0;
};

}  // namespace loopscope

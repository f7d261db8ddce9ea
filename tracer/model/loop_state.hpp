// What a loop holds at one moment: queues, handles, what runs. Fed with a loaded trace's events in
// order; a copy in few bytes (Checkpoint) lets it start anywhere.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tracer/model/flat_map.hpp"
#include "tracer/model/packed_event.hpp"
#include "tracer/model/scope_rules.hpp"
#include "tracer/model/task_standing.hpp"

namespace loopscope {

/// Told what an event did. Events are given by their indexes in the trace.
class StateListener {
 public:
  virtual void opened(std::uint32_t begin, const PackedEvent& event, std::uint32_t depth) = 0;
  /// `end` is the event that closed the scope; not its own where it is not `complete`.
  virtual void closed(std::uint32_t begin, std::uint32_t end, bool complete) = 0;
  /// The task that was queued at `queued` begins, is cancelled or moves to another queue at
  /// `index`.
  virtual void left(std::uint32_t queued, std::uint32_t index) = 0;

 protected:
  ~StateListener() = default;
};

class LoopState {
 public:
  static constexpr std::size_t queue_count = 11;
  /// More are not followed; `overflow` counts them.
  static constexpr std::size_t max_tasks = std::size_t{1} << 26U;

  /// Of a pool task.
  enum class Work : std::uint8_t { not_begun, on_worker, done };
  struct Task {
    TaskStanding standing;
    Work work = Work::not_begun;
    Queue queue = Queue::main;
    bool ref = true;
    std::uint32_t id = 0;
    std::uint32_t queued = no_index;    // its latest task.queue
    std::uint32_t began = no_index;     // its latest task.begin
    std::uint32_t previous = no_index;  // in its queue, in the order of task.queue
    std::uint32_t next = no_index;
  };
  struct Handle {
    std::uint32_t id = 0;
    std::uint32_t opened = no_index;
    std::uint32_t closed = no_index;  // handle.close; it is gone after the close phase
    bool active = false;
    bool ref = true;
    std::uint16_t lane = 0;  // where it was closed: its loop's
    [[nodiscard]] bool keeps_alive() const noexcept {
      return closed != no_index || (active && ref);
    }
  };
  struct Scope {
    std::uint32_t begin = no_index;
    ScopeKind kind = ScopeKind::task;
    std::uint32_t key = 0;  // task id, phase, or a boot step's label
  };
  struct Checkpoint {
    std::uint32_t next = 0;  // the event to apply next
    std::vector<std::uint32_t> words;
  };

  void apply(std::uint32_t index, const PackedEvent& event, StateListener* listener = nullptr);

  [[nodiscard]] Checkpoint save(std::uint32_t next) const;
  void restore(const Checkpoint& checkpoint);
  /// Of what save() would give, about.
  [[nodiscard]] std::size_t checkpoint_bytes() const noexcept;

  /// The waiting tasks of a queue in the order of their task.queue lines: first(), then next.
  [[nodiscard]] std::uint32_t waiting(Queue queue) const noexcept {
    return counts_[static_cast<std::size_t>(queue)];
  }
  /// How many wait in each queue.
  using Counts = std::array<std::uint32_t, queue_count>;
  [[nodiscard]] const Counts& counts() const noexcept { return counts_; }
  [[nodiscard]] const Task* first(Queue queue) const { return at(list(queue).first); }
  [[nodiscard]] const Task* next(const Task& task) const { return at(task.next); }
  /// nullptr for a task that neither waits nor runs.
  [[nodiscard]] const Task* task(std::uint32_t id) const;
  [[nodiscard]] const Handle* handle(std::uint32_t id) const;
  [[nodiscard]] const std::vector<Handle>& handles() const noexcept { return handles_; }
  /// The open scopes of a lane, outermost first.
  [[nodiscard]] const std::vector<Scope>& open(std::uint16_t lane) const;
  [[nodiscard]] std::size_t lanes() const noexcept { return open_.size(); }
  [[nodiscard]] std::uint64_t overflow() const noexcept { return overflow_; }

 private:
  struct List {
    std::uint32_t first = no_index;
    std::uint32_t last = no_index;
  };
  [[nodiscard]] const List& list(Queue queue) const {
    return lists_[static_cast<std::size_t>(queue)];
  }
  [[nodiscard]] const Task* at(std::uint32_t slot) const {
    return slot == no_index ? nullptr : &tasks_[slot];
  }
  void apply_task(std::uint32_t index, const PackedEvent& event, StateListener* listener);
  void queue_task(std::uint32_t index, const PackedEvent& event, StateListener* listener);
  std::uint32_t new_slot(std::uint32_t id);
  void forget_if_gone(std::uint32_t slot);
  void append(std::uint32_t slot);
  void take_out(std::uint32_t slot);
  void apply_work(const PackedEvent& event);
  void apply_handle(std::uint32_t index, const PackedEvent& event);
  void remove_closed(std::uint16_t lane, std::uint32_t before);
  void end_scope(std::uint32_t index, const PackedEvent& event, StateListener* listener);
  void begin_scope(std::uint32_t index, const PackedEvent& event, StateListener* listener);
  std::vector<Scope>& open_on(std::uint16_t lane);

  std::vector<Task> tasks_;
  std::vector<std::uint32_t> free_;
  FlatMap task_slots_;
  std::array<List, queue_count> lists_{};
  Counts counts_{};
  std::vector<Handle> handles_;
  FlatMap handle_slots_;
  std::vector<std::uint32_t> closing_;    // ids of handles with `closed`
  std::vector<std::vector<Scope>> open_;  // by lane
  std::uint64_t overflow_ = 0;
};

}  // namespace loopscope

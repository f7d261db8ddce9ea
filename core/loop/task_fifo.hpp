// A queue of callbacks that wait for their turn, first in, first out, with a bound.
#pragma once

#include <algorithm>
#include <boost/circular_buffer.hpp>
#include <cstdint>
#include <string_view>
#include <utility>

#include "core/loop/function.hpp"
#include "core/loop/options.hpp"

namespace loopscope {

struct QueuedTask {
  Callback callback;
  std::uint64_t id = 0;  // in the trace
};

/// Grows in place, never shrinks: a loop that has run for a while queues without allocating.
template <typename Task>
class Fifo {
 public:
  /// `name` is a literal, for the error.
  Fifo(std::string_view name, std::size_t limit) : name_(name), limit_(limit) {}

  /// Throws QueueFull at the limit.
  Task& push(Task&& task) {
    if (tasks_.full()) grow();
    tasks_.push_back(std::move(task));
    return tasks_.back();
  }
  Task pop() {
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }
  [[nodiscard]] bool empty() const noexcept { return tasks_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return tasks_.size(); }
  [[nodiscard]] Task& operator[](std::size_t index) { return tasks_[index]; }
  [[nodiscard]] auto begin() const { return tasks_.begin(); }
  [[nodiscard]] auto end() const { return tasks_.end(); }
  void clear() { tasks_.clear(); }
  void swap(Fifo& other) noexcept { tasks_.swap(other.tasks_); }

 private:
  void grow() {
    constexpr std::size_t first_capacity = 64;
    if (tasks_.size() >= limit_) throw QueueFull(name_, limit_);
    tasks_.set_capacity(std::min(limit_, std::max(first_capacity, tasks_.capacity() * 2)));
  }

  std::string_view name_;
  std::size_t limit_;
  boost::circular_buffer<Task> tasks_;
};

using TaskFifo = Fifo<QueuedTask>;

}  // namespace loopscope

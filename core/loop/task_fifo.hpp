// A queue of callbacks that wait for their turn, first in, first out, with a bound.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

#include "core/loop/function.hpp"
#include "core/loop/options.hpp"

namespace loopscope {

struct QueuedTask {
  Callback callback;
  std::uint64_t id = 0;  // in the trace
};

/// Tasks stay where they are until they have run, so that queuing one is one construction. Blocks
/// are kept for reuse: a loop that has run for a while queues without allocating.
template <typename Task>
class Fifo {
 public:
  /// `name` is a literal, for the error.
  Fifo(std::string_view name, std::size_t limit) : name_(name), limit_(limit) {}
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;
  ~Fifo() { clear(); }

  /// Throws QueueFull at the limit.
  template <typename... Fields>
  void push(Fields&&... fields) {
    if (tail_ == tail_end_ || size_ == limit_) [[unlikely]]
      make_room();
    ::new (static_cast<void*>(tail_)) Task{std::forward<Fields>(fields)...};
    ++tail_;
    ++size_;
  }
  /// Takes the first task out of the queue and calls `body(task)`, which may queue more but serves
  /// none; then destroys it.
  template <typename Body>
  decltype(auto) serve(Body&& body) {
    const Serving serving{*this, *head_};
    ++head_;
    --size_;
    return body(serving.task);
  }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// The next one to be served. Not of an empty queue.
  [[nodiscard]] const Task& front() const noexcept { return *head_; }
  [[nodiscard]] const Task& operator[](std::size_t index) const {
    const std::size_t place = index + static_cast<std::size_t>(head_ - blocks_.front()->first());
    return blocks_[place / Block::tasks]->first()[place % Block::tasks];
  }
  [[nodiscard]] Task& operator[](std::size_t index) {
    return const_cast<Task&>(std::as_const(*this)[index]);
  }
  void clear() {
    while (!empty()) serve([](Task&) {});
  }
  void swap(Fifo& other) noexcept {
    blocks_.swap(other.blocks_);
    std::swap(tail_block_, other.tail_block_);
    std::swap(head_, other.head_);
    std::swap(head_end_, other.head_end_);
    std::swap(tail_, other.tail_);
    std::swap(tail_end_, other.tail_end_);
    std::swap(size_, other.size_);
  }

 private:
  struct Block {
    static constexpr std::size_t tasks = 64;
    alignas(Task) std::byte bytes[tasks * sizeof(Task)];
    [[nodiscard]] Task* first() noexcept { return reinterpret_cast<Task*>(bytes); }
  };
  struct Serving {
    Fifo& fifo;
    Task& task;
    ~Serving() {
      task.~Task();
      if (fifo.head_ == fifo.head_end_) fifo.next_head_block();
    }
  };

  // The blocks from the first to tail_block_ are in use, those behind it wait to be.
  [[gnu::noinline]] void make_room() {  // inlined, it would cost each push six saved registers
    if (size_ == limit_) throw QueueFull(name_, limit_);
    if (head_ != nullptr) ++tail_block_;
    if (tail_block_ == blocks_.size()) blocks_.push_back(std::make_unique<Block>());
    tail_ = blocks_[tail_block_]->first();
    tail_end_ = tail_ + Block::tasks;
    if (head_ == nullptr) begin_at_front();
  }
  void next_head_block() {
    blocks_.push_back(std::move(blocks_.front()));
    blocks_.pop_front();
    if (tail_block_ > 0) {
      --tail_block_;
      begin_at_front();
    } else {
      head_ = head_end_ = tail_ = tail_end_ = nullptr;
    }
  }
  void begin_at_front() {
    head_ = blocks_.front()->first();
    head_end_ = head_ + Block::tasks;
  }

  std::string_view name_;
  std::size_t limit_;
  std::deque<std::unique_ptr<Block>> blocks_;
  std::size_t tail_block_ = 0;
  Task* head_ = nullptr;
  Task* head_end_ = nullptr;
  Task* tail_ = nullptr;
  Task* tail_end_ = nullptr;
  std::size_t size_ = 0;
};

using TaskFifo = Fifo<QueuedTask>;

}  // namespace loopscope

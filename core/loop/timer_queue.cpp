#include "core/loop/timer_queue.hpp"

#include <algorithm>

#include "core/loop/timer.hpp"

namespace loopscope {

TimerQueue::Slot TimerQueue::add(Timer& timer, std::uint64_t due_ms) {
  auto slot = static_cast<Slot>(slots_.size());
  if (free_slots_.empty()) {
    slots_.push_back(&timer);
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
    slots_[slot] = &timer;
  }
  ++live_;
  push({due_ms, next_sequence_++, slot});
  return slot;
}

void TimerQueue::remove(Slot slot) noexcept {
  slots_[slot] = nullptr;
  --live_;
  constexpr std::size_t worth_the_work = 64;
  if (heap_.size() > worth_the_work && live_ < heap_.size() / 2) drop_stale();
}

Timer* TimerQueue::first() noexcept {
  while (!heap_.empty() && slots_[heap_.front().slot] == nullptr) {
    free_slot(heap_.front().slot);
    pop_first();
  }
  return heap_.empty() ? nullptr : slots_[heap_.front().slot];
}

Timer* TimerQueue::DuePhase::next(std::uint64_t now_ms) {
  while (Timer* timer = queue_.first()) {
    const Entry entry = queue_.heap_.front();
    if (entry.due_ms > now_ms) return nullptr;
    queue_.pop_first();
    if (entry.sequence >= end_sequence_ && !timer->is_internal()) {
      queue_.too_new_.push_back(entry);
      continue;
    }
    queue_.free_slot(entry.slot);
    --queue_.live_;
    return timer;
  }
  return nullptr;
}

TimerQueue::DuePhase::~DuePhase() {
  for (const Entry& entry : queue_.too_new_) queue_.push(entry);
  queue_.too_new_.clear();
}

void TimerQueue::push(const Entry& entry) {
  heap_.push_back(entry);
  std::push_heap(heap_.begin(), heap_.end(), Later{});
}

void TimerQueue::pop_first() {
  std::pop_heap(heap_.begin(), heap_.end(), Later{});
  heap_.pop_back();
}

void TimerQueue::drop_stale() {
  std::erase_if(heap_, [this](const Entry& entry) {
    if (slots_[entry.slot] != nullptr) return false;
    free_slot(entry.slot);
    return true;
  });
  std::make_heap(heap_.begin(), heap_.end(), Later{});
}

}  // namespace loopscope

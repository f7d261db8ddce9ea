// Waits for one descriptor to become readable or writable, once per arm(): Asio's async_wait,
// collected by poll, without an allocation.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/loop/poll.hpp"
#include "core/net/descriptor.hpp"

namespace loopscope {

/// Who owns a watcher.
class WatcherOwner {
 public:
  /// In poll, on the loop's thread; the watcher is no longer armed.
  virtual void on_event(Direction direction) = 0;
  /// While poll collects, before any callback of this poll: no callback may be made here.
  virtual void became_ready(Direction) {}
  /// The handle's id.
  [[nodiscard]] virtual std::uint64_t watched_id() const noexcept = 0;

 protected:
  ~WatcherOwner() = default;
};

/// Lives until its owner and the last wait under way have let go of it.
class Watcher final : public Ready,
                      private Wait,
                      public boost::intrusive_ref_counter<Watcher, boost::thread_unsafe_counter> {
 public:
  Watcher(Poll& poll, WatcherOwner& owner, Direction direction)
      : poll_(poll), owner_(&owner), direction_(direction) {}

  /// `before`: the watcher of the same descriptor that is served after this one, as libuv reads
  /// before it writes. Both have one place in the kernel's list, which this one's waits keep.
  void serve_before(Watcher& before) noexcept {
    before_ = &before;
    before.keeper_ = this;
  }
  /// From the next poll on. Does nothing while it is armed or ready already.
  void arm(Descriptor& descriptor);
  /// Undoes arm(), and what is ready. A wait that is under way ends unseen.
  void disarm() noexcept {
    wanted_ = false;
    Ready::unlink();
    unlink_wait();
  }
  /// The owner goes: no further call. Closing the descriptor ends the wait under way.
  void abandon() noexcept;
  [[nodiscard]] bool is_abandoned() const noexcept { return owner_ == nullptr; }

  void on_ready() override { owner_->on_event(direction_); }
  void list_ready(ReadyItems& items) const override {
    items.push_back({owner_->watched_id(), direction_});
  }

 private:
  struct Handler;
  template <typename Value>
  class Allocator;

  void begin_wait() override;
  void became_ready();
  void keep_place(Descriptor* descriptor);

  Poll& poll_;
  WatcherOwner* owner_;  // null: abandoned
  Direction direction_;
  Watcher* before_ = nullptr;
  Watcher* keeper_ = this;
  Descriptor* descriptor_ = nullptr;  // of the last arm()
  bool wanted_ = false;               // from arm() to the event or disarm()
  bool armed_ = false;                // a wait is under way
  bool storage_used_ = false;
  // For the one wait that can be under way.
  alignas(std::max_align_t) std::byte storage_[192];
};

/// Arms a watcher at the end of a scope, also where an exception ends it, unless it was abandoned
/// or `wanted` says no.
template <typename Wanted>
class ArmAtExit {
 public:
  ArmAtExit(Watcher& watcher, Descriptor& descriptor, Wanted wanted)
      : watcher_(&watcher), descriptor_(descriptor), wanted_(std::move(wanted)) {}
  ArmAtExit(const ArmAtExit&) = delete;
  ArmAtExit& operator=(const ArmAtExit&) = delete;
  ~ArmAtExit() {
    if (!is_abandoned() && wanted_()) watcher_->arm(descriptor_);
  }
  /// True once the owner has let go of the watcher, and may be gone itself.
  [[nodiscard]] bool is_abandoned() const noexcept { return watcher_->is_abandoned(); }

 private:
  boost::intrusive_ptr<Watcher> watcher_;
  Descriptor& descriptor_;
  Wanted wanted_;
};

}  // namespace loopscope

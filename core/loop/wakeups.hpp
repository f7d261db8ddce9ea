// What other threads wake the loop for: libuv's one eventfd for all asyncs, and what uv__async_io
// does when it is readable.
#pragma once

#include <atomic>
#include <boost/intrusive/list.hpp>

#include "core/loop/poll.hpp"

namespace loopscope {

class Loop;
class Wakeups;

namespace detail {
using WakeableHook =
    boost::intrusive::list_base_hook<boost::intrusive::tag<struct Wakeables>,
                                     boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;
}  // namespace detail

/// Somebody whom a wake-up may be for: an async, or the pool.
class Wakeable : public detail::WakeableHook {
 public:
  Wakeable(const Wakeable&) = delete;
  Wakeable& operator=(const Wakeable&) = delete;

 protected:
  explicit Wakeable(Wakeups& wakeups);
  ~Wakeable() = default;
  /// Any thread: on_wake() comes with the next poll, or in the pass that runs if that has not come
  /// to this one yet. Several before then are one.
  void wake();
  /// Loop's thread: no on_wake() any more.
  void sleep() noexcept { unlink(); }

 private:
  friend class Wakeups;
  virtual void on_wake() = 0;
  virtual void list_woken(ReadyItems& items) const = 0;

  Wakeups& wakeups_;
  std::atomic<bool> woken_{false};
};

/// Ready once for all that were woken. They are served in the order of their making; one that is
/// made in a pass stands before those that the pass has not reached, as in libuv.
class Wakeups final : public Ready {
 public:
  explicit Wakeups(Loop& loop) : loop_(loop) {}

  void on_ready() override;
  void list_ready(ReadyItems& items) const override;

 private:
  friend class Wakeable;
  using List = boost::intrusive::list<Wakeable, boost::intrusive::base_hook<detail::WakeableHook>,
                                      boost::intrusive::constant_time_size<false>>;
  void post();

  Loop& loop_;
  List all_;
  std::atomic<bool> posted_{false};  // the eventfd is readable
};

}  // namespace loopscope

// The poll phase's machinery: waits in an io_context and collects what became ready, so that
// callbacks are made one after the other in the order of the kernel's report.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "core/probe/vocabulary.hpp"

namespace loopscope {

namespace detail {
using ReadyHook =
    boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;
using WaitHook =
    boost::intrusive::list_base_hook<boost::intrusive::tag<struct Waits>,
                                     boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;
}  // namespace detail

/// A line poll.ready of the trace: the handle, or a task that has none.
struct ReadyItem {
  std::uint64_t id;
  Direction direction = Direction::read;
};
using ReadyItems = std::vector<ReadyItem>;

/// Something that poll serves: a readable socket, a wake-up, a posted handler.
/// Destroying it, or unlink(), takes it off the list again.
class Ready : public detail::ReadyHook {
 public:
  Ready() = default;
  Ready(const Ready&) = delete;
  Ready& operator=(const Ready&) = delete;
  virtual ~Ready() = default;
  virtual void on_ready() = 0;
  /// Adds what on_ready() will serve by what is known now, in that order.
  virtual void list_ready(ReadyItems& items) const = 0;
};

/// Something that is to be waited for from the next poll on. Destroying it takes it off the list.
class Wait : public detail::WaitHook {
 public:
  Wait() = default;
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;
  virtual ~Wait() = default;
  virtual void begin_wait() = 0;

 protected:
  void unlink_wait() noexcept { detail::WaitHook::unlink(); }
  [[nodiscard]] bool waits_for_poll() const noexcept { return detail::WaitHook::is_linked(); }
};

using ReadyList = boost::intrusive::list<Ready, boost::intrusive::constant_time_size<false>>;

/// Loop's thread only, but for what io_context itself allows.
class Poll {
 public:
  Poll();
  [[nodiscard]] boost::asio::io_context& context() noexcept { return context_; }

  /// Handlers of the context call this instead of doing the work themselves. `before`: what it is
  /// served before, if that is ready too.
  void add_ready(Ready& ready, Ready* before = nullptr) {
    if (ready.is_linked()) return;
    const bool first = before != nullptr && before->is_linked();
    ready_.insert(first ? ReadyList::s_iterator_to(*before) : ready_.end(), ready);
  }
  /// The kernel is told of it when poll begins, in the order of these calls, as libuv does.
  void add_wait(Wait& wait) { waits_.push_back(wait); }
  /// As add_wait(), of a wait that has ended while poll collects: begun at the end of that.
  void add_next_wait(Wait& wait) { next_waits_.push_back(wait); }
  /// As add_ready(), for one that nobody else owns; disown() gives it back while it is served.
  void own(std::unique_ptr<Ready> ready);
  [[nodiscard]] std::unique_ptr<Ready> disown(const Ready& ready);
  [[nodiscard]] bool has_ready() const noexcept { return !ready_.empty() || !served_.empty(); }

  /// Waits until something is ready or the time is over (0: does not wait, forever_ns: for ever),
  /// then collects everything that is ready by now.
  void collect(std::uint64_t timeout_ns);
  /// What was collected, to be taken one by one from the front; what becomes ready meanwhile, and
  /// what an exception left behind, is for the next time.
  ReadyList& serve() {
    served_.splice(served_.end(), ready_);
    return served_;
  }

 private:
  using Waits = boost::intrusive::list<Wait, boost::intrusive::base_hook<detail::WaitHook>,
                                       boost::intrusive::constant_time_size<false>>;
  static void begin(Waits& waits);
  void wait_until_ready(std::uint64_t timeout_ns);

  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  bool stopped_ = false;  // as context_.stopped() says, which takes a lock
  Waits waits_;
  Waits next_waits_;
  ReadyList ready_;
  ReadyList served_;
  std::deque<std::unique_ptr<Ready>> owned_;  // in the order in which they are served
};

}  // namespace loopscope

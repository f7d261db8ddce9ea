// Node's tick and microtask queues and what drains them (lib/internal/process/task_queues.js).
#pragma once

#include <string_view>

#include "core/loop/loop.hpp"
#include "core/loop/task_fifo.hpp"
#include "core/runtime/guest.hpp"
#include "core/runtime/rejection.hpp"

namespace loopscope {

/// Whom the queues tell of rejections, once the microtask queue is empty. False if that threw, or
/// ended the program.
class RejectionListener {
 public:
  virtual bool unhandled_rejection(const RejectablePtr& promise) = 0;
  virtual bool rejection_handled(const RejectablePtr& promise) = 0;

 protected:
  ~RejectionListener() = default;
};

/// Loop's thread only.
class TaskQueues {
 public:
  /// With a guest, microtasks and rejections are the guest's, and the listener is never called.
  TaskQueues(Loop& loop, RejectionListener& listener, Guest* guest = nullptr);

  void next_tick(Callback&& callback, std::string_view name, const SourceLocation& where);
  void queue_microtask(Callback&& callback, std::string_view name, const SourceLocation& where);

  /// What Node does after a callback: ticks to empty, microtasks to empty, again while either has
  /// more, then unhandled rejections. False if a tick or a listener of these threw: the ticks left
  /// stay queued for the next drain, as in Node.
  bool run_next_ticks() {
    if (nothing_waits()) return !loop_.is_halted();
    return run_what_waits();
  }

  /// The tasks that wait, in the order in which they will run; a guest's microtasks are not here.
  [[nodiscard]] const TaskFifo& ticks() const noexcept { return ticks_; }
  [[nodiscard]] const TaskFifo& microtasks() const noexcept { return microtasks_; }
  [[nodiscard]] Rejections& rejections() noexcept { return rejections_; }

 private:
  // Asked between every two callbacks. A guest's microtasks are not to be seen from here.
  [[nodiscard]] bool nothing_waits() const noexcept {
    return !tick_scheduled_ && guest_ == nullptr && microtasks_.empty() && rejections_.empty();
  }
  bool run_what_waits();
  bool run_ticks_and_rejections();
  bool run_ticks();
  void run_microtasks();
  void run_own_microtasks();
  [[nodiscard]] bool has_rejections() const {
    return guest_ != nullptr ? guest_->has_rejections() : !rejections_.empty();
  }
  Guest::Report report_rejections();
  bool report_own_rejections();

  Loop& loop_;
  RejectionListener& listener_;
  Guest* guest_;
  TaskFifo ticks_;
  TaskFifo microtasks_;
  Rejections rejections_;
  bool tick_scheduled_ = false;  // stays set when a tick threw
};

}  // namespace loopscope

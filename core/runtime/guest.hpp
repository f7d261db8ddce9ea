// A language whose engine runs on the runtime: it keeps the microtasks and the rejections itself,
// as V8 does in Node, and its process object has the events.
#pragma once

#include <exception>

namespace loopscope {

/// Called on the loop's thread. Ticks, timers and immediates stay the runtime's own.
class Guest {
 public:
  virtual ~Guest() = default;

  /// Runs microtasks until there are none. One that throws is the guest's to report.
  virtual void run_microtasks() = 0;

  /// A promise was rejected, or handled late, since report_rejections() last said `done`.
  [[nodiscard]] virtual bool has_rejections() const = 0;
  enum class Report {
    done,   // nothing was told
    again,  // somebody was told, and may have queued ticks or microtasks
    threw,  // a listener threw, and the program goes on or has ended
  };
  virtual Report report_rejections() = 0;
  /// Nothing was left to report, and no tick or microtask to run.
  virtual void drained() = 0;

  /// A callback threw and nobody has taken it: calls the listeners, or halts the loop after
  /// telling.
  virtual void uncaught(std::exception_ptr error) = 0;
  /// The loop has nothing left to do: finishes the engine's own work, which may bring more.
  virtual void finish_work() = 0;
  virtual void before_exit() = 0;
  /// Calls the listeners, once.
  virtual void exit() = 0;
  /// What the program has set by now.
  virtual int exit_code() = 0;
};

}  // namespace loopscope

// The Node layer in C++: setTimeout, setInterval, setImmediate, nextTick, queueMicrotask, the
// process's events, and a main script, on one loop.
#pragma once

#include <exception>
#include <iosfwd>
#include <string_view>
#include <vector>

#include "core/loop/loop.hpp"
#include "core/runtime/immediates.hpp"
#include "core/runtime/task_queues.hpp"
#include "core/runtime/timer_lists.hpp"

namespace loopscope {

/// Where a program's output goes. The trace has it too.
struct RuntimeOptions {
  std::ostream* out = nullptr;  // null: std::cout
  std::ostream* err = nullptr;  // null: std::cerr
  /// The language that the program is written in; null: C++. Must live longer than the runtime.
  Guest* guest = nullptr;
};

/// One for each loop; loop's thread only; destroyed before the loop. After every callback of the
/// loop it drains ticks and microtasks as Node does.
///
/// Each function that queues takes an optional name for the trace and records its caller's place.
class Runtime final : private LoopHost, private RejectionListener {
 public:
  using Where = SourceLocation;
  enum class MainKind : std::uint8_t {
    script,  // CommonJS: the body, then ticks, then microtasks
    module,  // ES module: the body is itself a microtask
  };

  explicit Runtime(Loop& loop, RuntimeOptions options = {});
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;
  ~Runtime() override;

  /// What `node main.js` does: the main script as a task, the loop until nothing keeps it alive,
  /// beforeExit (which may queue more), exit. Returns the exit code; 1 after an exception that
  /// nobody took, which is reported on `err`. Once: std::logic_error afterwards.
  /// As everywhere here, an empty callback throws std::invalid_argument.
  int run(Callback main, MainKind kind = MainKind::script, Where where = SourceLocation::current());

  Timeout set_timeout(Callback callback, double delay_ms = 1, std::string_view name = "timeout",
                      Where where = SourceLocation::current());
  Timeout set_interval(Callback callback, double delay_ms = 1, std::string_view name = "interval",
                       Where where = SourceLocation::current());
  Immediate set_immediate(Callback callback, std::string_view name = "immediate",
                          Where where = SourceLocation::current());
  /// After the running callback, before microtasks.
  void next_tick(Callback callback, std::string_view name = "tick",
                 Where where = SourceLocation::current());
  void queue_microtask(Callback callback, std::string_view name = "microtask",
                       Where where = SourceLocation::current());

  /// console.log and console.error: one or more lines.
  void log(std::string_view text);
  void log_error(std::string_view text);

  /// process.on(…). Several listeners are called in the order in which they were added.
  void on_uncaught_exception(Function<void(std::exception_ptr)> listener);
  void on_unhandled_rejection(Function<void(std::exception_ptr)> listener);
  void on_rejection_handled(Callback listener);
  void on_before_exit(Function<void(int)> listener);
  /// Called once, when nothing is left to do or the program is made to end. As in Node, where
  /// nothing is left, the microtasks that it queues still run; all else that it queues never does.
  void on_exit(Function<void(int)> listener);

  /// process.exit(): calls the exit listeners and leaves the running callback and the loop, by an
  /// exception of type LeaveLoop. Only inside a callback.
  [[noreturn]] void exit(int code);
  [[noreturn]] void exit() { exit(exit_code_); }
  /// process.reallyExit(): no listener is called, and no further callback.
  void leave(int code) noexcept;
  void set_exit_code(int code) noexcept { exit_code_ = code; }
  [[nodiscard]] int exit_code() const noexcept { return exit_code_; }

  /// The ids of the tasks that wait in a queue of this layer (timer, check, tick, microtask), in
  /// the order in which they will run; of timers, as their lists stand now. Only while recording.
  [[nodiscard]] std::vector<std::uint64_t> waiting_tasks(Queue queue) const;

  [[nodiscard]] Loop& loop() noexcept { return loop_; }
  /// For promises.
  [[nodiscard]] TaskQueues& queues() noexcept { return queues_; }
  [[nodiscard]] const TimerLists& timers() const noexcept { return timers_; }
  [[nodiscard]] const Immediates& immediates() const noexcept { return immediates_; }

 private:
  void after_callback() override { queues_.run_next_ticks(); }
  void uncaught(std::exception_ptr error) override;
  void keeping_alive(std::vector<AliveItem>& items) const override;
  [[nodiscard]] std::size_t waiting(Phase phase) const override;
  [[nodiscard]] std::uint64_t first_timer_task() const override { return timers_.first_task(); }
  bool unhandled_rejection(const RejectablePtr& promise) override;
  bool rejection_handled(const RejectablePtr& promise) override;

  void run_main(Callback main, MainKind kind, const Where& where);
  void emit_before_exit();
  /// False without listeners, or when one threw.
  bool emit_exit();
  void end();
  void die(const std::exception_ptr& error, int code);
  void call_uncaught_listeners(const std::exception_ptr& error);
  void print(Stream stream, std::ostream& to, std::string_view text);

  Loop& loop_;
  std::ostream& out_;
  std::ostream& err_;
  Guest* guest_;
  TaskQueues queues_;
  TimerLists timers_;
  Immediates immediates_;
  int exit_code_ = 0;
  bool exiting_ = false;
  bool in_uncaught_ = false;
  std::vector<Function<void(std::exception_ptr)>> on_uncaught_;
  std::vector<Function<void(std::exception_ptr)>> on_unhandled_;
  std::vector<Callback> on_rejection_handled_;
  std::vector<Function<void(int)>> on_before_exit_;
  std::vector<Function<void(int)>> on_exit_;
};

}  // namespace loopscope

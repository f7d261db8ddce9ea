// V8's start-up for the process, and the work that V8 gives to other threads and to the loop's.
#pragma once

#include <v8-platform.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace loopscope {
class Clock;
}

namespace loopscope::js {

/// Starts V8, once for the process; `clock` gives it virtual time where it is virtual. V8 has no
/// second start, so the first call's clock stays.
void start_v8(Clock& clock);

/// What V8 wants done on the loop's thread: compiled WebAssembly, timeouts of Atomics.waitAsync,
/// clean-up of a FinalizationRegistry, steps of the collector. Any thread posts.
class ForegroundTasks {
 public:
  struct Task {
    v8::Isolate* isolate = nullptr;
    std::unique_ptr<v8::Task> task;
    double delay_s = 0;
  };

  void post(Task task);
  /// Is called by the thread that posts, from now on; empty: by nobody any more.
  void call_on_post(std::function<void()> told);
  /// Those of `isolate`; others are of one that has gone, and are dropped.
  [[nodiscard]] std::vector<Task> take(v8::Isolate* isolate);

 private:
  std::mutex mutex_;
  std::function<void()> told_;
  std::vector<Task> tasks_;
};
[[nodiscard]] ForegroundTasks& foreground_tasks();

/// Tasks that V8's worker threads have been given and not finished.
class WorkerTasks {
 public:
  void add();
  void finish();
  void wait_for_all();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t unfinished_ = 0;
};
[[nodiscard]] WorkerTasks& worker_tasks();

}  // namespace loopscope::js

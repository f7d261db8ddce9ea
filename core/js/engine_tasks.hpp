// The loop's part in V8's own work; see ForegroundTasks.
#pragma once

#include <list>

#include "core/js/platform.hpp"
#include "core/loop/timer.hpp"
#include "core/loop/wakeups.hpp"

namespace loopscope::js {

class Realm;

/// As in Node, such work is done in poll, does not keep the loop alive, and is finished before a
/// program may end. Loop's thread only.
class EngineTasks final : private Wakeable {
 public:
  explicit EngineTasks(Realm& realm);
  EngineTasks(const EngineTasks&) = delete;
  EngineTasks& operator=(const EngineTasks&) = delete;
  ~EngineTasks();

  /// Waits for V8's threads and does what they bring, until there is no more.
  void finish();

 private:
  struct Delayed {
    Delayed(std::unique_ptr<v8::Task> later, Loop& loop)
        : task(std::move(later)), timer(loop, Handle::Visibility::internal) {}
    std::unique_ptr<v8::Task> task;
    Timer timer;
  };

  void on_wake() override { run_all(); }
  void list_woken(ReadyItems&) const override {}
  /// False if there was nothing to do at once.
  bool run_all();
  void run(v8::Task& task);
  void run_later(ForegroundTasks::Task&& later);
  void run_delayed(Delayed& delayed);

  Realm& realm_;
  std::list<Delayed> delayed_;
};

}  // namespace loopscope::js

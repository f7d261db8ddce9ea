#include "core/js/engine_tasks.hpp"

#include <cmath>

#include "core/js/microtasks.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {

EngineTasks::EngineTasks(Realm& realm) : Wakeable(realm.loop().wakeups()), realm_(realm) {
  foreground_tasks().call_on_post([this] { wake(); });
}

EngineTasks::~EngineTasks() {
  foreground_tasks().call_on_post({});
}

// Node's DrainVMTasks.
void EngineTasks::finish() {
  do worker_tasks().wait_for_all();
  while (run_all());
}

bool EngineTasks::run_all() {
  delayed_.remove_if([](const Delayed& one) { return one.task == nullptr; });
  bool ran_one = false;
  for (ForegroundTasks::Task& one : foreground_tasks().take(realm_.isolate())) {
    if (one.delay_s > 0) {
      run_later(std::move(one));
    } else {
      run(*one.task);
      ran_one = true;
    }
  }
  return ran_one;
}

// What it queues is drained behind it, as behind any callback.
void EngineTasks::run(v8::Task& task) {
  Loop& loop = realm_.loop();
  if (realm_.has_left() || loop.is_halted()) return;
  const v8::HandleScope scope(realm_.isolate());
  v8::TryCatch caught(realm_.isolate());
  caught.SetVerbose(true);
  task.Run();
  realm_.microtasks().catch_up();
  if (caught.HasTerminated()) return loop.halt();
  if (!loop.is_halted()) realm_.runtime().queues().run_next_ticks();
}

void EngineTasks::run_later(ForegroundTasks::Task&& later) {
  constexpr double ms_per_s = 1000;
  Delayed& delayed = delayed_.emplace_back(std::move(later.task), realm_.loop());
  delayed.timer.start([this, &delayed] { run_delayed(delayed); },
                      static_cast<std::uint64_t>(std::llround(later.delay_s * ms_per_s)));
  delayed.timer.unref();
}

// Its timer, whose callback this is, goes with the next look at the tasks.
void EngineTasks::run_delayed(Delayed& delayed) {
  const std::unique_ptr<v8::Task> task = std::move(delayed.task);
  run(*task);
}

}  // namespace loopscope::js

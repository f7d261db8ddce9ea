#include "core/js/platform.hpp"

#include <libplatform/libplatform.h>
#include <v8.h>

#include <unordered_map>
#include <utility>

#include "core/probe/clock.hpp"

namespace loopscope::js {
namespace {

constexpr double ms_per_ns = 1e-6;
constexpr int worker_threads = 1;  // for V8's compiler and collector
// Where virtual time begins for Date: what programs print is then the same in each run.
constexpr double virtual_start_ms = 1767225600000.0;  // 2026-01-01T00:00:00Z

class ForegroundRunner final : public v8::TaskRunner {
 public:
  explicit ForegroundRunner(v8::Isolate* isolate) : isolate_(isolate) {}
  void PostTask(std::unique_ptr<v8::Task> task) override {
    foreground_tasks().post({isolate_, std::move(task), 0});
  }
  void PostNonNestableTask(std::unique_ptr<v8::Task> task) override { PostTask(std::move(task)); }
  void PostDelayedTask(std::unique_ptr<v8::Task> task, double delay_s) override {
    foreground_tasks().post({isolate_, std::move(task), delay_s});
  }
  void PostNonNestableDelayedTask(std::unique_ptr<v8::Task> task, double delay_s) override {
    PostDelayedTask(std::move(task), delay_s);
  }
  void PostIdleTask(std::unique_ptr<v8::IdleTask>) override {}
  bool IdleTasksEnabled() override { return false; }
  bool NonNestableTasksEnabled() const override { return true; }
  bool NonNestableDelayedTasksEnabled() const override { return true; }

 private:
  v8::Isolate* isolate_;
};

class CountedTask final : public v8::Task {
 public:
  explicit CountedTask(std::unique_ptr<v8::Task> task) : task_(std::move(task)) {
    worker_tasks().add();
  }
  CountedTask(const CountedTask&) = delete;
  CountedTask& operator=(const CountedTask&) = delete;
  ~CountedTask() override {
    task_.reset();
    worker_tasks().finish();
  }
  void Run() override { task_->Run(); }

 private:
  std::unique_ptr<v8::Task> task_;
};

/// V8's own platform, where the loop's thread is not V8's to wait on, and time may be virtual.
class Platform final : public v8::Platform {
 public:
  explicit Platform(Clock& clock)
      : workers_(v8::platform::NewDefaultPlatform(worker_threads)), clock_(clock) {}

  int NumberOfWorkerThreads() override { return worker_threads; }
  std::shared_ptr<v8::TaskRunner> GetForegroundTaskRunner(v8::Isolate* isolate) override {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<v8::TaskRunner>& runner = foreground_[isolate];
    if (runner == nullptr) runner = std::make_shared<ForegroundRunner>(isolate);
    return runner;
  }
  void CallOnWorkerThread(std::unique_ptr<v8::Task> task) override {
    workers_->CallOnWorkerThread(std::make_unique<CountedTask>(std::move(task)));
  }
  void CallDelayedOnWorkerThread(std::unique_ptr<v8::Task> task, double delay_s) override {
    workers_->CallDelayedOnWorkerThread(std::move(task), delay_s);
  }
  std::unique_ptr<v8::JobHandle> PostJob(v8::TaskPriority priority,
                                         std::unique_ptr<v8::JobTask> task) override {
    return v8::platform::NewDefaultJobHandle(this, priority, std::move(task), worker_threads);
  }
  double MonotonicallyIncreasingTime() override { return workers_->MonotonicallyIncreasingTime(); }
  double CurrentClockTimeMillis() override {
    if (!clock_.is_virtual()) return workers_->CurrentClockTimeMillis();
    return virtual_start_ms + static_cast<double>(clock_.now_ns()) * ms_per_ns;
  }
  v8::TracingController* GetTracingController() override {
    return workers_->GetTracingController();
  }
  v8::PageAllocator* GetPageAllocator() override { return workers_->GetPageAllocator(); }

 private:
  std::unique_ptr<v8::Platform> workers_;
  std::mutex mutex_;
  std::unordered_map<v8::Isolate*, std::shared_ptr<v8::TaskRunner>> foreground_;
  Clock& clock_;
};

}  // namespace

void start_v8(Clock& clock) {
  static v8::Platform* const platform = [&clock] {
    auto made = std::make_unique<Platform>(clock);
    v8::V8::InitializePlatform(made.get());
    v8::V8::SetFlagsFromString("--harmony-import-assertions");  // as Node 18 does
    v8::V8::Initialize();
    return made.release();  // V8 uses it until the process ends
  }();
  static_cast<void>(platform);
}

// Both are used by V8's threads until the process ends, and never destroyed.
ForegroundTasks& foreground_tasks() {
  static auto* const tasks = new ForegroundTasks;
  return *tasks;
}

WorkerTasks& worker_tasks() {
  static auto* const tasks = new WorkerTasks;
  return *tasks;
}

void ForegroundTasks::post(Task task) {
  const std::lock_guard lock(mutex_);
  tasks_.push_back(std::move(task));
  if (told_) told_();
}

void ForegroundTasks::call_on_post(std::function<void()> told) {
  const std::lock_guard lock(mutex_);
  told_ = std::move(told);
  if (told_ && !tasks_.empty()) told_();
}

std::vector<ForegroundTasks::Task> ForegroundTasks::take(v8::Isolate* isolate) {
  const std::lock_guard lock(mutex_);
  std::erase_if(tasks_, [isolate](const Task& task) { return task.isolate != isolate; });
  return std::exchange(tasks_, {});
}

void WorkerTasks::add() {
  const std::lock_guard lock(mutex_);
  ++unfinished_;
}

void WorkerTasks::finish() {
  const std::lock_guard lock(mutex_);
  if (--unfinished_ == 0) changed_.notify_all();
}

void WorkerTasks::wait_for_all() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return unfinished_ == 0; });
}

}  // namespace loopscope::js

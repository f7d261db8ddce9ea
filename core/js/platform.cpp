#include "core/js/platform.hpp"

#include <libplatform/libplatform.h>
#include <v8.h>

#include <memory>

#include "core/probe/clock.hpp"

namespace loopscope::js {
namespace {

constexpr double ms_per_ns = 1e-6;
// Where virtual time begins for Date: what programs print is then the same in each run.
constexpr double virtual_start_ms = 1767225600000.0;  // 2026-01-01T00:00:00Z

/// V8's own platform with another clock.
class VirtualTimePlatform final : public v8::Platform {
 public:
  VirtualTimePlatform(std::unique_ptr<v8::Platform> real, Clock& clock)
      : real_(std::move(real)), clock_(clock) {}

  int NumberOfWorkerThreads() override { return real_->NumberOfWorkerThreads(); }
  std::shared_ptr<v8::TaskRunner> GetForegroundTaskRunner(v8::Isolate* isolate) override {
    return real_->GetForegroundTaskRunner(isolate);
  }
  void CallOnWorkerThread(std::unique_ptr<v8::Task> task) override {
    real_->CallOnWorkerThread(std::move(task));
  }
  void CallDelayedOnWorkerThread(std::unique_ptr<v8::Task> task, double delay_s) override {
    real_->CallDelayedOnWorkerThread(std::move(task), delay_s);
  }
  std::unique_ptr<v8::JobHandle> PostJob(v8::TaskPriority priority,
                                         std::unique_ptr<v8::JobTask> task) override {
    return real_->PostJob(priority, std::move(task));
  }
  double MonotonicallyIncreasingTime() override { return real_->MonotonicallyIncreasingTime(); }
  double CurrentClockTimeMillis() override {
    return virtual_start_ms + static_cast<double>(clock_.now_ns()) * ms_per_ns;
  }
  v8::TracingController* GetTracingController() override { return real_->GetTracingController(); }
  v8::PageAllocator* GetPageAllocator() override { return real_->GetPageAllocator(); }

 private:
  std::unique_ptr<v8::Platform> real_;
  Clock& clock_;
};

std::unique_ptr<v8::Platform> make_platform(Clock& clock) {
  constexpr int worker_threads = 1;  // for V8's compiler and collector
  auto real = v8::platform::NewDefaultPlatform(worker_threads);
  if (!clock.is_virtual()) return real;
  return std::make_unique<VirtualTimePlatform>(std::move(real), clock);
}

}  // namespace

void start_v8(Clock& clock) {
  static v8::Platform* const platform = [&clock] {
    auto made = make_platform(clock);
    v8::V8::InitializePlatform(made.get());
    v8::V8::Initialize();
    return made.release();  // V8 uses it until the process ends
  }();
  static_cast<void>(platform);
}

}  // namespace loopscope::js

#include "core/js/microtasks.hpp"

#include "core/js/realm.hpp"

namespace loopscope::js {

struct Microtasks::Queued {
  Microtasks& microtasks;
  v8::Global<v8::Function> function;
  std::uint64_t task;
};

Microtasks::Microtasks(Realm& realm, v8::MicrotaskQueue& queue) : realm_(realm), queue_(queue) {}

Microtasks::~Microtasks() {
  if (observer_ != nullptr) realm_.isolate()->SetPromiseHook(nullptr);
}

void Microtasks::observe(Fidelity wanted) {
  if (wanted == Fidelity::exact) observer_ = observe_queue(realm_, queue_);
  fidelity_ = observer_ != nullptr ? Fidelity::exact : Fidelity::hooks;
  if (observer_ == nullptr) observer_ = observe_promises(realm_);
  realm_.isolate()->SetPromiseHook(
      [](v8::PromiseHookType type, v8::Local<v8::Promise> promise, v8::Local<v8::Value> parent) {
        Realm& realm = *static_cast<Realm*>(v8::Isolate::GetCurrent()->GetData(0));
        if (!realm.has_left()) realm.microtasks().observer_->on_promise(type, promise, parent);
      });
}

void Microtasks::run() {
  if (realm_.has_left()) return;
  if (observer_ != nullptr) return run_observed();
  queue_.PerformCheckpoint(realm_.isolate());
  if (realm_.isolate()->IsExecutionTerminating()) realm_.loop().halt();
}

void Microtasks::run_observed() {
  const v8::HandleScope scope(realm_.isolate());
  v8::TryCatch caught(realm_.isolate());
  caught.SetVerbose(true);
  catch_up();
  queue_.PerformCheckpoint(realm_.isolate());
  observer_->drained();
  if (caught.HasTerminated()) realm_.loop().halt();
}

void Microtasks::enqueue(v8::Local<v8::Function> function, v8::Local<v8::Value> callback) {
  if (observer_ == nullptr) return queue_.EnqueueMicrotask(realm_.isolate(), function);
  Probe& probe = realm_.loop().probe();
  const CallSite site(realm_, callback);
  const std::uint64_t task = probe.new_id();
  probe.task_queue(task, Queue::microtask, site.name("microtask"), site.where());
  auto* const queued =
      new Queued{*this, v8::Global<v8::Function>(realm_.isolate(), function), task};
  queue_.EnqueueMicrotask(realm_.isolate(), run_queued, queued);
  observer_->queued(task);
}

// V8 drops what waits in its queue where the program is stopped, and this with it.
void Microtasks::run_queued(void* data) {
  const std::unique_ptr<Queued> queued(static_cast<Queued*>(data));
  queued->microtasks.call(*queued);
}

void Microtasks::call(Queued& queued) {
  v8::Isolate* const isolate = realm_.isolate();
  const v8::HandleScope scope(isolate);
  v8::TryCatch caught(isolate);
  caught.SetVerbose(true);
  observer_->begin(queued.task);
  const auto function = queued.function.Get(isolate);
  const bool returned =
      !function->Call(realm_.context(), v8::Undefined(isolate), 0, nullptr).IsEmpty();
  observer_->catch_up();
  observer_->end(queued.task);
  // V8 would go on with the next microtask: this one's callback is not JavaScript to it.
  if (!returned && caught.HasTerminated()) isolate->TerminateExecution();
}

}  // namespace loopscope::js

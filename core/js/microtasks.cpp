#include "core/js/microtasks.hpp"

#include "core/js/realm.hpp"

namespace loopscope::js {

void Microtasks::run() {
  if (realm_.has_left()) return;
  const v8::HandleScope scope(realm_.isolate());
  v8::TryCatch caught(realm_.isolate());
  caught.SetVerbose(true);
  queue_.PerformCheckpoint(realm_.isolate());
  if (caught.HasTerminated()) realm_.loop().halt();
}

void Microtasks::enqueue(v8::Local<v8::Function> function) {
  queue_.EnqueueMicrotask(realm_.isolate(), function);
}

}  // namespace loopscope::js

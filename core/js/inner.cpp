#include "core/js/inner.hpp"

#include <dlfcn.h>

namespace loopscope::js {
namespace {

template <typename Value, typename Field>
bool take(const char* symbol, Field& field) {
  const void* const found = dlsym(RTLD_DEFAULT, symbol);
  if (found == nullptr) return false;
  field = *static_cast<const Value*>(found);
  return true;
}

bool take_queue(InnerLayout& layout) {
  return take<std::size_t>("_ZN2v88internal14MicrotaskQueue29kFinishedMicrotaskCountOffsetE",
                           layout.queue_finished) &&
         take<std::size_t>("_ZN2v88internal14MicrotaskQueue12kStartOffsetE", layout.queue_start) &&
         take<std::size_t>("_ZN2v88internal14MicrotaskQueue11kSizeOffsetE", layout.queue_size) &&
         take<std::size_t>("_ZN2v88internal14MicrotaskQueue15kCapacityOffsetE",
                           layout.queue_capacity) &&
         take<std::size_t>("_ZN2v88internal14MicrotaskQueue17kRingBufferOffsetE",
                           layout.queue_ring);
}

bool take_fields(InnerLayout& layout) {
  return take<int>("v8dbg_class_Map__instance_type__uint16_t", layout.map_type) &&
         take<int>("v8dbg_class_JSFunction__shared__SharedFunctionInfo", layout.function_shared) &&
         take<int>("v8dbg_class_JSFunction__context__Context", layout.function_context);
}

bool take_job_types(InnerLayout& layout) {
  return take<int>(
             "v8dbg_type_PromiseFulfillReactionJobTask__PROMISE_FULFILL_REACTION_JOB_TASK_TYPE",
             layout.fulfill_job) &&
         take<int>("v8dbg_type_PromiseRejectReactionJobTask__PROMISE_REJECT_REACTION_JOB_TASK_TYPE",
                   layout.reject_job) &&
         take<int>(
             "v8dbg_type_PromiseResolveThenableJobTask__"
             "PROMISE_RESOLVE_THENABLE_JOB_TASK_TYPE",
             layout.thenable_job) &&
         take<int>("v8dbg_type_CallbackTask__CALLBACK_TASK_TYPE", layout.callback_job);
}

bool take_other_types(InnerLayout& layout) {
  return take<int>("v8dbg_type_PromiseCapability__PROMISE_CAPABILITY_TYPE", layout.capability) &&
         take<int>("v8dbg_type_JSPromise__JS_PROMISE_TYPE", layout.promise) &&
         take<int>("v8dbg_type_JSAsyncFunctionObject__JS_ASYNC_FUNCTION_OBJECT_TYPE",
                   layout.async_function) &&
         take<int>("v8dbg_type_JSAsyncGeneratorObject__JS_ASYNC_GENERATOR_OBJECT_TYPE",
                   layout.async_generator);
}

}  // namespace

std::optional<InnerLayout> InnerLayout::find() {
  InnerLayout layout{};
  if (take_queue(layout) && take_fields(layout) && take_job_types(layout) &&
      take_other_types(layout))
    return layout;
  return std::nullopt;
}

// A handle on a slot of our own, from which V8 makes one that its collector knows.
v8::Local<v8::Value> value_of(v8::Isolate* isolate, Tagged object) {
  Tagged slot = object;
  Tagged* const place = &slot;
  v8::Local<v8::Value> unknown;
  std::memcpy(static_cast<void*>(&unknown), &place, sizeof place);
  return v8::Local<v8::Value>::New(isolate, unknown);
}

}  // namespace loopscope::js

#include "core/js/microtask_ring.hpp"

namespace loopscope::js {

using v8::Isolate;
using v8::Local;
using v8::Value;

namespace {

// Fields of the jobs, which libnode does not export; the trial reads through them.
constexpr int word = sizeof(Tagged);
constexpr int reaction_handler = 3 * word;
constexpr int reaction_promise = 4 * word;
constexpr int capability_promise = 1 * word;
constexpr int thenable_promise = 2 * word;
constexpr int thenable_then = 4 * word;

bool is_builtin(Local<v8::Function> function) {
  return function->ScriptId() == v8::UnboundScript::kNoScriptId;
}

}  // namespace

Tagged MicrotaskRing::entry(std::size_t index) const noexcept {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): V8 holds it as a number
  const auto* const ring = reinterpret_cast<const Tagged*>(number(layout_.queue_ring));
  return ring[(number(layout_.queue_start) + index) % number(layout_.queue_capacity)];
}

Job MicrotaskRing::job(Isolate* isolate, std::size_t index) const {
  const Tagged task = entry(index);
  const int type = type_of(layout_, task);
  if (type == layout_.fulfill_job || type == layout_.reject_job) return reaction(isolate, task);
  if (type != layout_.thenable_job) return {};
  Job job{Job::Kind::thenable};
  job.promise = promise_of(isolate, field_of(task, thenable_promise));
  const Local<Value> then = value_of(isolate, field_of(task, thenable_then));
  if (then->IsFunction()) job.callback = then.As<v8::Function>();
  return job;
}

Job MicrotaskRing::reaction(Isolate* isolate, Tagged task) const {
  Job job{Job::Kind::reaction};
  job.promise = promise_of(isolate, field_of(task, reaction_promise));
  const Tagged handler = field_of(task, reaction_handler);
  const Local<Value> function = value_of(isolate, handler);
  if (!function->IsFunction()) return job;
  job.callback = function.As<v8::Function>();
  if (is_builtin(job.callback) && job.callback->GetBoundFunction()->IsUndefined())
    resolve_closure(isolate, handler, job);
  return job;
}

// V8's own closure between the promise and the program's function.
void MicrotaskRing::resolve_closure(Isolate* isolate, Tagged closure, Job& job) const {
  const Tagged context = field_of(closure, layout_.function_context);
  const Tagged generator = field_of(context, generator_in_context_);
  if (is_async_function(generator)) {
    job.kind = Job::Kind::await;
    job.callback =
        value_of(isolate, field_of(generator, function_in_generator_)).As<v8::Function>();
    return;
  }
  const Tagged callback = field_of(context, callback_in_context_);
  if (!is_object(callback)) return;
  const Local<Value> given = value_of(isolate, callback);
  if (!given->IsFunction() || is_builtin(given.As<v8::Function>())) return;
  job.kind = Job::Kind::finally;
  job.callback = given.As<v8::Function>();
}

Local<v8::Promise> MicrotaskRing::promise_of(Isolate* isolate, Tagged value) const {
  if (is_object(value) && type_of(layout_, value) == layout_.capability)
    value = field_of(value, capability_promise);
  if (!is_object(value) || type_of(layout_, value) != layout_.promise) return {};
  return value_of(isolate, value).As<v8::Promise>();
}

bool MicrotaskRing::is_async_function(Tagged value) const noexcept {
  if (!is_object(value)) return false;
  const int type = type_of(layout_, value);
  return type == layout_.async_function || type == layout_.async_generator;
}

}  // namespace loopscope::js

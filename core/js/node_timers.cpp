#include "core/js/node_timers.hpp"

#include <cstdlib>

#include "core/js/task_slots.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

NodeTimers& timers_of(const Args& args) {
  return realm_of(args).node_timers();
}

void schedule_timer(const Args& args) {
  timers_of(args).schedule(integer(args, 0));
}

void toggle_timer_ref(const Args& args) {
  timers_of(args).ref_timer(args[0]->IsTrue());
}

void toggle_immediate_ref(const Args& args) {
  timers_of(args).ref_immediates(args[0]->IsTrue());
}

// (processImmediate, processTimers, process)
void setup_timers(const Args& args) {
  timers_of(args).set_up(args[0].As<v8::Function>(), args[1].As<v8::Function>(),
                         args[2].As<v8::Object>());
}

constexpr Method methods[] = {{"setupTimers", setup_timers},
                              {"scheduleTimer", schedule_timer},
                              {"toggleTimerRef", toggle_timer_ref},
                              {"toggleImmediateRef", toggle_immediate_ref}};

}  // namespace

NodeTimers::NodeTimers(Realm& realm)
    : realm_(realm),
      timer_(realm.loop(), Handle::Visibility::internal),
      check_(realm.loop(), Handle::Visibility::internal),
      idle_(realm.loop(), Handle::Visibility::internal) {
  timer_.unref();  // until there is a timer that keeps the program alive: a socket's does not
  check_.start([this] { run_immediates(); });
  check_.unref();
}

void NodeTimers::add_to(Local<v8::Object> binding) {
  v8::Isolate* const isolate = realm_.isolate();
  const auto info = v8::ArrayBuffer::New(isolate, info_count * sizeof(std::uint32_t));
  immediate_info_ = static_cast<std::uint32_t*>(info->Data());
  set(realm_.context(), binding, "immediateInfo", v8::Uint32Array::New(info, 0, info_count));
  set(realm_.context(), binding, "timeoutInfo",
      v8::Int32Array::New(v8::ArrayBuffer::New(isolate, sizeof(std::int32_t)), 0, 1));
  add_methods(realm_.context(), binding, methods);
}

void NodeTimers::set_up(Local<v8::Function> process_immediate, Local<v8::Function> process_timers,
                        Local<v8::Object> process) {
  process_immediate_.Reset(realm_.isolate(), process_immediate);
  process_timers_.Reset(realm_.isolate(), process_timers);
  process_.Reset(realm_.isolate(), process);
}

void NodeTimers::schedule(std::int64_t delay_ms) {
  timer_.start([this] { run_timers(); },
               static_cast<std::uint64_t>(std::max<std::int64_t>(delay_ms, 1)));
}

// False if it threw. What it threw has been told then, and the program goes on or has ended.
bool NodeTimers::call(const v8::Global<v8::Function>& function, Local<Value> argument,
                      Local<Value>& result) {
  v8::Isolate* const isolate = realm_.isolate();
  return realm_.loop().run_task(0, [&] {
    result = realm_.call(function.Get(isolate), process_.Get(isolate), {&argument, 1});
  });
}

// A timer that threw is not followed by a drain; the lists are gone through again at once.
void NodeTimers::run_timers() {
  const v8::HandleScope scope(realm_.isolate());
  Loop& loop = realm_.loop();
  loop.update_time();
  const Local<Value> now = v8::Number::New(realm_.isolate(), static_cast<double>(loop.now_ms()));
  Local<Value> expiry;
  while (!call(process_timers_, now, expiry))
    if (loop.is_halted()) return;
  schedule_next(expiry->IntegerValue(realm_.context()).FromMaybe(0));
  realm_.runtime().queues().run_next_ticks();
}

// `expiry_ms`: of the list that is next; negative if no timer is ref'd, 0 if there is none.
void NodeTimers::schedule_next(std::int64_t expiry_ms) {
  if (expiry_ms != 0)
    schedule(std::abs(expiry_ms) - static_cast<std::int64_t>(realm_.loop().now_ms()));
  ref_timer(expiry_ms > 0);
}

// What an earlier exception left in the tick queue goes first. After one that threw, those behind
// it go on at once.
void NodeTimers::run_immediates() {
  TaskQueues& queues = realm_.runtime().queues();
  queues.run_next_ticks();
  if (immediate_info_ == nullptr || immediate_info_[waiting] == 0) return;
  const v8::HandleScope scope(realm_.isolate());
  Local<Value> nothing = v8::Undefined(realm_.isolate());
  do {
    if (call(process_immediate_, nothing, nothing)) queues.run_next_ticks();
  } while (immediate_info_[outstanding] != 0 && !realm_.loop().is_halted());
  if (immediate_info_[waiting_refs] == 0) idle_.stop();
}

}  // namespace loopscope::js

#include "core/js/task_slots.hpp"

#include "core/js/bindings.hpp"
#include "core/js/call_site.hpp"
#include "core/js/microtasks.hpp"
#include "core/js/node_timers.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {
namespace {

template <typename Handle>
Handle& grown(std::vector<Handle>& slots, std::size_t slot) {
  if (slot >= slots.size()) slots.resize(slot + 1);
  return slots[slot];
}

std::size_t slot_of(const Args& args) {
  return static_cast<std::size_t>(integer(args, 0));
}

// (slot, delay, repeats, refed, callback) -> when it was started
void start_timer(const Args& args) {
  Realm& realm = realm_of(args);
  realm.slots().start_timer(slot_of(args), number(args, 1, 1), args[2]->IsTrue(), args[3]->IsTrue(),
                            args[4]);
  args.GetReturnValue().Set(static_cast<double>(realm.loop().now_ms()));
}

void refresh_timer(const Args& args) {
  realm_of(args).slots().timer(slot_of(args)).refresh();
}

// (slot, refed)
void ref_timer(const Args& args) {
  Timeout& timer = realm_of(args).slots().timer(slot_of(args));
  args[1]->IsTrue() ? timer.ref() : timer.unref();
}

void clear_timer(const Args& args) {
  realm_of(args).slots().timer(slot_of(args)).clear();
}

// (slot, callback)
void start_immediate(const Args& args) {
  realm_of(args).slots().start_immediate(slot_of(args), args[1]);
}

void ref_immediate(const Args& args) {
  Immediate& immediate = realm_of(args).slots().immediate(slot_of(args));
  args[1]->IsTrue() ? immediate.ref() : immediate.unref();
}

void clear_immediate(const Args& args) {
  realm_of(args).slots().immediate(slot_of(args)).clear();
}

void run_next_ticks(const Args& args) {
  realm_of(args).runtime().queues().run_next_ticks();
}

void queue_tick(const Args& args) {
  realm_of(args).slots().queue_tick(args[0]);
}

// (function, the program's callback in it)
void enqueue_microtask(const Args& args) {
  realm_of(args).microtasks().enqueue(args[0].As<v8::Function>(), args[1]);
}

void run_microtasks(const Args& args) {
  realm_of(args).microtasks().run();
}

// The loop's now, read anew as Node's getLibuvNow does.
void get_now(const Args& args) {
  Loop& loop = realm_of(args).loop();
  loop.update_time();
  args.GetReturnValue().Set(static_cast<double>(loop.now_ms()));
}

constexpr Method timer_methods[] = {{"startTimer", start_timer},
                                    {"refreshTimer", refresh_timer},
                                    {"refTimer", ref_timer},
                                    {"clearTimer", clear_timer},
                                    {"startImmediate", start_immediate},
                                    {"refImmediate", ref_immediate},
                                    {"clearImmediate", clear_immediate}};
constexpr Method clock_methods[] = {{"getLibuvNow", get_now}};
constexpr Method queue_methods[] = {{"queueTick", queue_tick},
                                    {"enqueueMicrotask", enqueue_microtask},
                                    {"runNextTicks", run_next_ticks},
                                    {"runMicrotasks", run_microtasks}};

}  // namespace

void TaskSlots::start_timer(std::size_t slot, double delay_ms, bool repeats, bool ref,
                            v8::Local<v8::Value> callback) {
  Realm& realm = realm_;
  const CallSite site(realm, callback);
  const auto run = [&realm, slot] {
    const v8::HandleScope scope(realm.isolate());
    realm.call(Hook::run_timer, {v8::Integer::New(realm.isolate(), static_cast<int>(slot))});
  };
  Timeout& timer = grown(timers_, slot);
  timer = repeats ? realm.runtime().set_interval(run, delay_ms, site.name("interval"), site.where())
                  : realm.runtime().set_timeout(run, delay_ms, site.name("timeout"), site.where());
  if (!ref) timer.unref();
}

void TaskSlots::start_immediate(std::size_t slot, v8::Local<v8::Value> callback) {
  Realm& realm = realm_;
  const CallSite site(realm, callback);
  const auto run = [&realm, slot] {
    const v8::HandleScope scope(realm.isolate());
    realm.call(Hook::run_immediate, {v8::Integer::New(realm.isolate(), static_cast<int>(slot))});
  };
  grown(immediates_, slot) =
      realm.runtime().set_immediate(run, site.name("immediate"), site.where());
}

void TaskSlots::queue_tick(v8::Local<v8::Value> callback) {
  Realm& realm = realm_;
  const CallSite site(realm, callback);
  realm.runtime().next_tick(
      [&realm] {
        const v8::HandleScope scope(realm.isolate());
        realm.call(Hook::run_tick, {});
      },
      site.name("tick"), site.where());
}

void make_timers(Realm& realm, v8::Local<v8::Object> binding) {
  add_methods(realm.context(), binding, clock_methods);
  if (realm.loop().probe().on())
    add_methods(realm.context(), binding, timer_methods);
  else
    realm.node_timers().add_to(binding);
}

void make_task_queue(Realm& realm, v8::Local<v8::Object> binding) {
  add_methods(realm.context(), binding, queue_methods);
  set(realm.context(), binding, "tickInfo", realm.tick_info_array());
  set(realm.context(), binding, "isRecording",
      v8::Boolean::New(realm.isolate(), realm.loop().probe().on()));
}

}  // namespace loopscope::js

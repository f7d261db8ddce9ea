// MicrotaskRing::open(): is what can be read of V8's queue what was put in?
#include <array>

#include "core/js/microtask_ring.hpp"
#include "core/js/value.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

// What each queues, in this order. Each settles as one of what it returns says.
constexpr std::string_view program = R"js((() => {
  const callback = () => {};
  async function waits() { await 1; }
  async function waitsInVain() { try { await Promise.reject(1); } catch {} }
  async function* yields() { yield 1; }
  const after = Promise.resolve(1).then(callback);
  const late = Promise.reject(1).catch(callback);
  const adopting = new Promise((resolve) => resolve({ then: callback }));
  waits();
  waitsInVain();
  yields().next();
  const last = Promise.resolve(1).finally(callback);
  return [callback, after, late, adopting, waits, waitsInVain, yields, last];
})())js";
enum Returned { callback, after, late, adopting, waits, waits_in_vain, yields, last, returned };
constexpr std::size_t jobs = 7;

int ran = 0;  // of the one trial at a time

}  // namespace

class MicrotaskRing::Trial {
 public:
  Trial(Local<v8::Context> context, MicrotaskRing& ring)
      : context_(context), isolate_(context->GetIsolate()), ring_(ring) {}

  bool passes() {
    ran = 0;
    const std::size_t finished = ring_.finished();
    if (ring_.size() != 0 || !queue_program() || ring_.size() != jobs + 1) return false;
    const bool as_put_in = learn() && is_as_put_in();
    ring_.queue_->PerformCheckpoint(isolate_);
    return as_put_in && ran == 1 && ring_.size() == 0 && ring_.finished() >= finished + jobs + 1;
  }

 private:
  bool queue_program() {
    Local<v8::Script> script;
    Local<Value> result;
    if (!v8::Script::Compile(context_, text(isolate_, program)).ToLocal(&script) ||
        !script->Run(context_).ToLocal(&result))
      return false;
    for (std::uint32_t i = 0; i < returned; ++i)
      values_[i] = result.As<v8::Array>()->Get(context_, i).ToLocalChecked();
    ring_.queue_->EnqueueMicrotask(
        isolate_, [](void*) { ++ran; }, nullptr);
    return true;
  }

  // Where V8's closures keep what they go on with; their objects are at least this long.
  bool learn() {
    if (ring_.job(isolate_, 3).callback.IsEmpty() || ring_.job(isolate_, 6).callback.IsEmpty())
      return false;
    const Tagged wait = context_of(3);
    for (int at = 2 * word; at < 6 * word && ring_.generator_in_context_ == 0; at += word)
      if (ring_.is_async_function(field_of(wait, at))) ring_.generator_in_context_ = at;
    const Tagged generator = field_of(wait, ring_.generator_in_context_);
    for (int at = word; at < 6 * word && ring_.function_in_generator_ == 0; at += word)
      if (field_of(generator, at) == tagged(values_[waits])) ring_.function_in_generator_ = at;
    const Tagged last_context = context_of(6);
    for (int at = 2 * word; at < 6 * word && ring_.callback_in_context_ == 0; at += word)
      if (field_of(last_context, at) == tagged(values_[callback])) ring_.callback_in_context_ = at;
    return ring_.generator_in_context_ != 0 && ring_.function_in_generator_ != 0 &&
           ring_.callback_in_context_ != 0;
  }

  // Of the closure that is the handler of a reaction.
  Tagged context_of(std::size_t index) {
    constexpr int handler = 3 * word;
    return field_of(field_of(ring_.entry(index), handler), ring_.layout_.function_context);
  }

  bool is_as_put_in() {
    return is(0, Job::Kind::reaction, callback, after) &&
           is(1, Job::Kind::reaction, callback, late) &&
           is(2, Job::Kind::thenable, callback, adopting) && is(3, Job::Kind::await, waits) &&
           is(4, Job::Kind::await, waits_in_vain) && is(5, Job::Kind::await, yields) &&
           is(6, Job::Kind::finally, callback, last) &&
           ring_.job(isolate_, jobs).kind == Job::Kind::other;
  }

  bool is(std::size_t index, Job::Kind kind, Returned function) {
    const Job job = ring_.job(isolate_, index);
    return job.kind == kind && job.callback == values_[function];
  }
  bool is(std::size_t index, Job::Kind kind, Returned function, Returned promise) {
    return is(index, kind, function) && ring_.job(isolate_, index).promise == values_[promise];
  }

  static constexpr int word = sizeof(Tagged);
  Local<v8::Context> context_;
  v8::Isolate* isolate_;
  MicrotaskRing& ring_;
  std::array<Local<Value>, returned> values_;
};

std::optional<MicrotaskRing> MicrotaskRing::open(Local<v8::Context> context,
                                                 v8::MicrotaskQueue& queue) {
  const std::optional<InnerLayout> layout = InnerLayout::find();
  if (!layout) return std::nullopt;
  const v8::HandleScope scope(context->GetIsolate());
  MicrotaskRing ring(*layout, queue);
  if (!Trial(context, ring).passes()) return std::nullopt;
  return ring;
}

}  // namespace loopscope::js

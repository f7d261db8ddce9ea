// V8's microtask queue as it lies in memory: which jobs wait in it, and how many have run.
#pragma once

#include <v8.h>

#include <optional>

#include "core/js/inner.hpp"

namespace loopscope::js {

/// A waiting microtask.
struct Job {
  enum class Kind : std::uint8_t {
    reaction,  // of then(): `callback` is what was given to it, if anything was
    finally,   // `callback` is what was given to finally()
    await,     // `callback` is the async function or generator that goes on
    thenable,  // a promise takes over another one's state: `callback` is that one's then()
    other,     // queued by C++
  };
  Kind kind = Kind::other;
  v8::Local<v8::Function> callback = {};  // may be empty
  v8::Local<v8::Promise> promise = {};    // what it settles; may be empty
};

/// Loop's thread only.
class MicrotaskRing {
 public:
  /// Puts jobs of each kind into `queue`, which must be empty, reads them, and runs them. Empty
  /// where what was read is not what was put in: this libnode has another layout.
  [[nodiscard]] static std::optional<MicrotaskRing> open(v8::Local<v8::Context> context,
                                                         v8::MicrotaskQueue& queue);

  /// Jobs that wait: those that run were taken out before.
  [[nodiscard]] std::size_t size() const noexcept { return number(layout_.queue_size); }
  /// Jobs that have returned since the queue was made; the one that runs is not among them.
  [[nodiscard]] std::size_t finished() const noexcept { return number(layout_.queue_finished); }
  [[nodiscard]] bool is_running() const { return queue_->IsRunningMicrotasks(); }
  /// The job at `index` < size(), the next one to run first. Needs a HandleScope.
  [[nodiscard]] Job job(v8::Isolate* isolate, std::size_t index) const;
  [[nodiscard]] const InnerLayout& layout() const noexcept { return layout_; }

 private:
  MicrotaskRing(const InnerLayout& layout, v8::MicrotaskQueue& queue)
      : layout_(layout), queue_(&queue) {}
  [[nodiscard]] std::size_t number(std::size_t offset) const noexcept {
    return *reinterpret_cast<const std::size_t*>(reinterpret_cast<const char*>(queue_) + offset);
  }
  [[nodiscard]] Tagged entry(std::size_t index) const noexcept;
  [[nodiscard]] Job reaction(v8::Isolate* isolate, Tagged job) const;
  void resolve_closure(v8::Isolate* isolate, Tagged closure, Job& job) const;
  [[nodiscard]] v8::Local<v8::Promise> promise_of(v8::Isolate* isolate, Tagged value) const;
  [[nodiscard]] bool is_async_function(Tagged value) const noexcept;

  class Trial;
  InnerLayout layout_;
  v8::MicrotaskQueue* queue_;
  // Found by the trial: what a closure that goes on with an async function or calls a finally()'s
  // callback knows, and where an async function that waits knows its function.
  int generator_in_context_ = 0;
  int callback_in_context_ = 0;
  int function_in_generator_ = 0;
};

}  // namespace loopscope::js

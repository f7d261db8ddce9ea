// V8's microtask queue, and what the trace says of it.
#pragma once

#include <v8.h>

#include <cstddef>
#include <memory>

#include "core/js/engine.hpp"
#include "core/js/microtask_observer.hpp"

namespace loopscope::js {

class Realm;

/// Loop's thread only.
class Microtasks {
 public:
  Microtasks(Realm& realm, v8::MicrotaskQueue& queue);
  Microtasks(const Microtasks&) = delete;
  Microtasks& operator=(const Microtasks&) = delete;
  ~Microtasks();

  /// From now on microtasks are recorded: exactly, where that is wanted and V8's queue can be read.
  /// Needs a recording; before the first microtask.
  void observe(Fidelity wanted);
  [[nodiscard]] Fidelity fidelity() const noexcept { return fidelity_; }

  /// Until the queue is empty or the program has left. What throws is told by V8's message
  /// listener.
  void run();
  /// What will be called is `function`; the trace names `callback`.
  void enqueue(v8::Local<v8::Function> function, v8::Local<v8::Value> callback);
  /// The trace has what happened to the queue until now: before anything else that JavaScript does
  /// is recorded, and when JavaScript returns.
  void catch_up() {
    if (observer_ != nullptr) observer_->catch_up();
  }

 private:
  struct Queued;
  void run_observed();
  static void run_queued(void* queued);
  void call(Queued& queued);

  Realm& realm_;
  v8::MicrotaskQueue& queue_;
  std::unique_ptr<MicrotaskObserver> observer_;
  Fidelity fidelity_ = Fidelity::none;
};

}  // namespace loopscope::js

// Who tells the trace of the microtasks that V8 queues and runs by itself.
#pragma once

#include <v8.h>

#include <cstdint>
#include <memory>

namespace loopscope::js {

class Realm;

/// Loop's thread only. Is told by V8's promise hooks, and by whoever calls V8.
class MicrotaskObserver {
 public:
  MicrotaskObserver(const MicrotaskObserver&) = delete;
  MicrotaskObserver& operator=(const MicrotaskObserver&) = delete;
  virtual ~MicrotaskObserver() = default;

  virtual void on_promise(v8::PromiseHookType type, v8::Local<v8::Promise> promise,
                          v8::Local<v8::Value> parent) = 0;
  virtual void catch_up() = 0;
  /// A callback of C++'s was queued just now, and stands in the trace as `task`.
  virtual void queued(std::uint64_t task) = 0;
  /// It begins, and has ended.
  virtual void begin(std::uint64_t task) = 0;
  virtual void end(std::uint64_t task) = 0;
  /// V8 has emptied the queue, or thrown away what was in it.
  virtual void drained() = 0;

 protected:
  MicrotaskObserver() = default;
};

/// Reads V8's queue itself: every microtask, in its order. Null where it cannot be read.
[[nodiscard]] std::unique_ptr<MicrotaskObserver> observe_queue(Realm& realm,
                                                               v8::MicrotaskQueue& queue);
/// Concludes from what becomes of promises what must be in the queue. Does not see all that async
/// generators queue, nor reactions of promises of a program's own class.
[[nodiscard]] std::unique_ptr<MicrotaskObserver> observe_promises(Realm& realm);

}  // namespace loopscope::js

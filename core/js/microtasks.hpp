// V8's microtask queue under observation.
#pragma once

#include <v8.h>

#include <cstddef>

namespace loopscope::js {

class Realm;

/// Loop's thread only.
class Microtasks {
 public:
  Microtasks(Realm& realm, v8::MicrotaskQueue& queue) : realm_(realm), queue_(queue) {}
  Microtasks(const Microtasks&) = delete;
  Microtasks& operator=(const Microtasks&) = delete;

  /// Until the queue is empty or the program has left. What throws is told by V8's message
  /// listener.
  void run();
  void enqueue(v8::Local<v8::Function> function);

 private:
  Realm& realm_;
  v8::MicrotaskQueue& queue_;
};

}  // namespace loopscope::js

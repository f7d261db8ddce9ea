// The timers and immediates of JavaScript while they are recorded: their objects wait in a table of
// JavaScript's own, the runtime's handles in this one, under the same number.
#pragma once

#include <cstdint>
#include <vector>

#include "core/js/value.hpp"
#include "core/runtime/immediates.hpp"
#include "core/runtime/timeout.hpp"

namespace loopscope::js {

/// Loop's thread only.
class TaskSlots {
 public:
  explicit TaskSlots(Realm& realm) : realm_(realm) {}

  void start_timer(std::size_t slot, double delay_ms, bool repeats, bool ref,
                   v8::Local<v8::Value> callback);
  [[nodiscard]] Timeout& timer(std::size_t slot) { return timers_.at(slot); }
  void start_immediate(std::size_t slot, v8::Local<v8::Value> callback);
  [[nodiscard]] Immediate& immediate(std::size_t slot) { return immediates_.at(slot); }
  void queue_tick(v8::Local<v8::Value> callback);

 private:
  Realm& realm_;
  std::vector<Timeout> timers_;
  std::vector<Immediate> immediates_;
};

}  // namespace loopscope::js

// The loop's part of Node's own timers and immediates, which programs that are not recorded have as
// they are: their lists are JavaScript's, one loop timer and one check serve them.
#pragma once

#include "core/js/realm.hpp"
#include "core/loop/phase_handle.hpp"
#include "core/loop/timer.hpp"

namespace loopscope::js {

/// RunTimers, CheckImmediate and what they need, as in Node's env.cc. Loop's thread only.
class NodeTimers {
 public:
  explicit NodeTimers(Realm& realm);

  /// internalBinding('timers')
  void add_to(v8::Local<v8::Object> binding);
  /// What JavaScript calls process.processImmediate and process.processTimers.
  void set_up(v8::Local<v8::Function> process_immediate, v8::Local<v8::Function> process_timers,
              v8::Local<v8::Object> process);
  void schedule(std::int64_t delay_ms);
  void ref_timer(bool ref) { ref ? timer_.ref() : timer_.unref(); }
  void ref_immediates(bool ref) {
    ref ? idle_.start([] {}) : idle_.stop();
  }

 private:
  enum ImmediateInfo : std::uint8_t { waiting, waiting_refs, outstanding, info_count };

  void run_timers();
  void run_immediates();
  void schedule_next(std::int64_t expiry_ms);
  bool call(const v8::Global<v8::Function>& function, v8::Local<v8::Value> argument,
            v8::Local<v8::Value>& result);

  Realm& realm_;
  Timer timer_;
  Check check_;
  Idle idle_;
  std::uint32_t* immediate_info_ = nullptr;
  v8::Global<v8::Function> process_immediate_;
  v8::Global<v8::Function> process_timers_;
  v8::Global<v8::Object> process_;
};

}  // namespace loopscope::js

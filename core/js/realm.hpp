// One V8 isolate with one context, and what its bindings share.
#pragma once

#include <v8.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/js/call_site.hpp"
#include "core/js/code_cache.hpp"
#include "core/js/engine.hpp"
#include "core/js/output.hpp"
#include "core/js/script_error.hpp"
#include "core/js/value.hpp"
#include "core/runtime/runtime.hpp"

namespace loopscope::js {

class Microtasks;
class ModuleWrap;
class NodeTimers;
class TaskSlots;
struct Native;

/// The text of a native, where it lies.
[[nodiscard]] v8::Local<v8::String> native_text(v8::Isolate* isolate, const Native& native);

/// What JavaScript hands over at its start, to be called later.
enum class Hook : std::uint8_t {
  prepare_stack_trace,  // (globalThis, error, callSites) -> error.stack
  fatal_before,         // (error) -> its stack for the report
  fatal_after,
  promise_reject,   // (event, promise, reason)
  report_rejected,  // () -> true if somebody was told
  run_tick,
  run_timer,       // (slot)
  run_immediate,   // (slot)
  process_timers,  // (now in ms) -> when the next list expires; see NodeTimers
  process_immediate,
  import_module,     // (id, specifier, attributes) -> promise
  import_meta,       // (id, meta)
  fs_error,          // (errno, syscall, path, destination) -> Error
  error_name,        // (errno) -> "ENOENT"
  file_handle,       // (fd) -> FileHandle
  enter_callback,    // (resource)
  leave_callback,    // (resource)
  emit_message,      // this: the port; (value, ports, type)
  data_clone_error,  // (message) -> DOMException
  main_begin,
  main,
  main_end,
  count,
};

/// internalBinding('stream_wrap').streamBaseState: what the last read or write was like.
struct StreamState {
  enum Field : std::uint8_t {
    read_bytes_or_error,
    array_buffer_offset,
    bytes_written,
    last_write_was_async,
    count
  };
};

/// Loop's thread only, but for terminate(). Bindings find it with realm_of().
class Realm {
 public:
  Realm(Loop& loop, const EngineOptions& options);
  Realm(const Realm&) = delete;
  Realm& operator=(const Realm&) = delete;
  ~Realm();

  /// The runtime comes after the realm, because it needs the guest that needs the realm.
  void set_runtime(Runtime* runtime) noexcept { runtime_ = runtime; }
  [[nodiscard]] Runtime& runtime() noexcept { return *runtime_; }
  [[nodiscard]] Loop& loop() noexcept { return loop_; }
  [[nodiscard]] v8::Isolate* isolate() const noexcept { return isolate_; }
  [[nodiscard]] v8::Local<v8::Context> context() const { return context_.Get(isolate_); }
  /// Whether the trace has the places of a script.
  [[nodiscard]] bool has_lines() const noexcept { return lines_; }
  /// A file of the program is compiled: its text goes into the trace.
  void embed(v8::Local<v8::Value> script_name, v8::Local<v8::String> source);
  /// Null while nothing is recorded.
  [[nodiscard]] ScriptMap* script_map() noexcept { return script_map_.get(); }
  [[nodiscard]] Output& output() noexcept { return output_; }
  [[nodiscard]] CodeCache& code_cache() noexcept { return code_cache_; }
  [[nodiscard]] Microtasks& microtasks() noexcept { return *microtasks_; }
  /// The wraps of ES modules, by their hash.
  [[nodiscard]] auto& modules() noexcept { return modules_; }
  [[nodiscard]] TaskSlots& slots() noexcept { return *slots_; }
  /// Only while nothing is recorded.
  [[nodiscard]] NodeTimers& node_timers() noexcept { return *node_timers_; }

  void set_hook(Hook hook, v8::Local<v8::Function> function);
  [[nodiscard]] v8::Local<v8::Function> hook(Hook hook) const {
    return hooks_[static_cast<std::size_t>(hook)].Get(isolate_);
  }
  [[nodiscard]] bool has_hook(Hook hook) const {
    return !hooks_[static_cast<std::size_t>(hook)].IsEmpty();
  }

  /// The program's, whose events C++ emits and whose exitCode it reads.
  [[nodiscard]] v8::Local<v8::Object> process() const { return process_.Get(isolate_); }
  void set_process(v8::Local<v8::Object> process) { process_.Reset(isolate_, process); }
  /// process.exitCode; `unset` where the program has none.
  [[nodiscard]] int exit_code(int unset);

  /// Calls into JavaScript from C++. Throws ScriptError for what the function throws, and LeaveLoop
  /// where it was terminated.
  v8::Local<v8::Value> call(v8::Local<v8::Function> function, v8::Local<v8::Value> self,
                            std::span<v8::Local<v8::Value>> arguments);
  v8::Local<v8::Value> call(Hook hook, std::initializer_list<v8::Local<v8::Value>> arguments);
  /// From inside of a callback of JavaScript, through which C++ cannot throw: undefined, with the
  /// exception pending, where the hook throws.
  v8::Local<v8::Value> ask(Hook hook, std::initializer_list<v8::Local<v8::Value>> arguments);
  /// As Node's MakeCallback for a callback of the loop: the queues are drained by the runtime.
  v8::Local<v8::Value> call_method(v8::Local<v8::Object> object, std::string_view method,
                                   std::span<v8::Local<v8::Value>> arguments);

  /// A function of `source` with these parameters; empty with an exception pending where it cannot
  /// be compiled. `id` names a module of natives().
  v8::MaybeLocal<v8::Function> compile_native(std::string_view id,
                                              std::span<v8::Local<v8::String>> parameters);

  /// process.reallyExit: leaves JavaScript and the loop, without another callback.
  void leave(int exit_code);
  /// Nothing of the program runs any more.
  [[nodiscard]] bool has_left() const noexcept { return left_; }

  /// Shared with JavaScript: [0] unused, [1] is not 0 where there are rejections to tell.
  [[nodiscard]] std::uint8_t* tick_info() const noexcept { return tick_info_; }
  [[nodiscard]] v8::Local<v8::Value> tick_info_array() const { return tick_array_.Get(isolate_); }
  /// Shared with JavaScript, by StreamState::Field.
  [[nodiscard]] std::int32_t* stream_state() const noexcept { return stream_state_; }
  [[nodiscard]] v8::Local<v8::Value> stream_state_array() const {
    return stream_array_.Get(isolate_);
  }

 private:
  [[nodiscard]] const Native* native_of(std::string_view id) const;
  void make_isolate();
  void make_context();
  [[noreturn]] void fail(v8::TryCatch& caught);

  Loop& loop_;
  Runtime* runtime_ = nullptr;
  Output output_;
  CodeCache code_cache_;
  std::unique_ptr<v8::ArrayBuffer::Allocator> allocator_;
  v8::Isolate* isolate_ = nullptr;
  std::unique_ptr<v8::MicrotaskQueue> queue_;
  v8::Global<v8::Context> context_;
  v8::Global<v8::Object> process_;
  std::unique_ptr<ScriptMap> script_map_;
  std::unique_ptr<Microtasks> microtasks_;
  std::unique_ptr<TaskSlots> slots_;
  std::unique_ptr<NodeTimers> node_timers_;
  std::array<v8::Global<v8::Function>, static_cast<std::size_t>(Hook::count)> hooks_;
  std::unordered_multimap<int, ModuleWrap*> modules_;
  std::uint8_t* tick_info_ = nullptr;
  v8::Global<v8::Value> tick_array_;
  std::int32_t* stream_state_ = nullptr;
  v8::Global<v8::Value> stream_array_;
  bool lines_;
  bool embeds_;
  bool left_ = false;
};

}  // namespace loopscope::js

#include "core/js/realm.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "core/js/microtasks.hpp"
#include "core/js/natives.hpp"
#include "core/js/node_timers.hpp"
#include "core/js/platform.hpp"
#include "core/js/task_slots.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

/// Text that V8 uses where it lies instead of copying it.
class EmbeddedLatin1 final : public v8::String::ExternalOneByteStringResource {
 public:
  explicit EmbeddedLatin1(const Native& native) : native_(native) {}
  [[nodiscard]] const char* data() const override { return native_bytes(native_); }
  [[nodiscard]] std::size_t length() const override { return native_.length; }

 private:
  const Native& native_;
};

class EmbeddedUtf16 final : public v8::String::ExternalStringResource {
 public:
  explicit EmbeddedUtf16(const Native& native) : native_(native) {}
  [[nodiscard]] const std::uint16_t* data() const override {
    return reinterpret_cast<const std::uint16_t*>(native_bytes(native_));
  }
  [[nodiscard]] std::size_t length() const override { return native_.length; }

 private:
  const Native& native_;
};

}  // namespace

Local<v8::String> native_text(v8::Isolate* isolate, const Native& native) {
  if (native.wide)
    return v8::String::NewExternalTwoByte(isolate, new EmbeddedUtf16(native)).ToLocalChecked();
  return v8::String::NewExternalOneByte(isolate, new EmbeddedLatin1(native)).ToLocalChecked();
}

Realm::Realm(Loop& loop, const EngineOptions& options)
    : loop_(loop),
      output_(loop),
      code_cache_(options.code_cache, options.keep_code),
      lines_(options.lines),
      embeds_(options.embed_sources) {
  start_v8(loop.clock());
  make_isolate();
  make_context();
  const v8::HandleScope scope(isolate_);
  if (!loop.probe().on()) {
    node_timers_ = std::make_unique<NodeTimers>(*this);
    return;
  }
  script_map_ = std::make_unique<ScriptMap>(isolate_, *loop.probe().session());
  microtasks_->observe(options.microtasks);
}

void Realm::make_isolate() {
  allocator_.reset(v8::ArrayBuffer::Allocator::NewDefaultAllocator());
  v8::Isolate::CreateParams parameters;
  parameters.array_buffer_allocator = allocator_.get();
  const auto memory = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                      static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  parameters.constraints.ConfigureDefaults(memory, 0);  // as Node does
  isolate_ = v8::Isolate::New(parameters);
  isolate_->SetData(0, this);
  isolate_->Enter();
  isolate_->SetMicrotasksPolicy(v8::MicrotasksPolicy::kExplicit);
}

void Realm::make_context() {
  const v8::HandleScope scope(isolate_);
  queue_ = v8::MicrotaskQueue::New(isolate_, v8::MicrotasksPolicy::kExplicit);
  const auto context = v8::Context::New(isolate_, nullptr, {}, {}, {}, queue_.get());
  context_.Reset(isolate_, context);
  context->Enter();
  microtasks_ = std::make_unique<Microtasks>(*this, *queue_);
  slots_ = std::make_unique<TaskSlots>(*this);
  const auto buffer = v8::ArrayBuffer::New(isolate_, 2);
  tick_info_ = static_cast<std::uint8_t*>(buffer->Data());
  tick_array_.Reset(isolate_, v8::Uint8Array::New(buffer, 0, 2));
  const auto stream = v8::ArrayBuffer::New(isolate_, StreamState::count * sizeof(std::int32_t));
  stream_state_ = static_cast<std::int32_t*>(stream->Data());
  stream_array_.Reset(isolate_, v8::Int32Array::New(stream, 0, StreamState::count));
}

// The isolate is left to the end of the process, with what it uses: disposing of it takes longer
// than a short program runs, and V8 cannot be started again anyway. Its threads may be at work
// still.
Realm::~Realm() {
  const v8::HandleScope scope(isolate_);
  context()->Exit();
  isolate_->Exit();
  static_cast<void>(allocator_.release());
  static_cast<void>(queue_.release());
}

void Realm::set_hook(Hook hook, Local<v8::Function> function) {
  hooks_[static_cast<std::size_t>(hook)].Reset(isolate_, function);
}

int Realm::exit_code(int unset) {
  const v8::TryCatch ignored(isolate_);
  Local<Value> code;
  if (!process()->Get(context(), name(isolate_, "exitCode")).ToLocal(&code) || code->IsUndefined())
    return unset;
  return code->Int32Value(context()).FromMaybe(unset);
}

Local<Value> Realm::call(Local<v8::Function> function, Local<Value> self,
                         std::span<Local<Value>> arguments) {
  v8::TryCatch caught(isolate_);
  Local<Value> result;
  if (!left_ &&
      function->Call(context(), self, static_cast<int>(arguments.size()), arguments.data())
          .ToLocal(&result)) {
    microtasks_->catch_up();
    return result;
  }
  microtasks_->catch_up();
  fail(caught);
}

Local<Value> Realm::call(Hook hook_number, std::initializer_list<Local<Value>> arguments) {
  std::array<Local<Value>, 4> copy;
  std::copy(arguments.begin(), arguments.end(), copy.begin());
  return call(hook(hook_number), v8::Undefined(isolate_), {copy.data(), arguments.size()});
}

Local<Value> Realm::ask(Hook hook_number, std::initializer_list<Local<Value>> arguments) {
  std::array<Local<Value>, 4> copy;
  std::copy(arguments.begin(), arguments.end(), copy.begin());
  const Local<Value> result = v8::Undefined(isolate_);
  if (left_) return result;
  return hook(hook_number)
      ->Call(context(), result, static_cast<int>(arguments.size()), copy.data())
      .FromMaybe(result);
}

Local<Value> Realm::call_method(Local<v8::Object> object, std::string_view method,
                                std::span<Local<Value>> arguments) {
  Local<Value> function;
  if (!object->Get(context(), name(isolate_, method)).ToLocal(&function) || !function->IsFunction())
    return v8::Undefined(isolate_);
  if (has_hook(Hook::enter_callback)) call(Hook::enter_callback, {object});
  const Local<Value> result = call(function.As<v8::Function>(), object, arguments);
  if (has_hook(Hook::leave_callback)) call(Hook::leave_callback, {object});
  return result;
}

void Realm::fail(v8::TryCatch& caught) {
  if (left_ || caught.HasTerminated()) throw LeaveLoop{};
  Local<v8::String> shown;
  std::string what = "exception";
  if (caught.Exception()->ToDetailString(context()).ToLocal(&shown)) what = utf8(isolate_, shown);
  throw ScriptError(isolate_, caught.Exception(), caught.Message(), what);
}

// Modules whose own queues cost more and are needed for the trace alone; see NodeTimers.
const Native* Realm::native_of(std::string_view id) const {
  const Native* unrecorded = nullptr;
  if (!loop_.probe().on())
    unrecorded = find_native(std::string("loopscope/unrecorded/").append(id));
  return unrecorded != nullptr ? unrecorded : find_native(id);
}

v8::MaybeLocal<v8::Function> Realm::compile_native(std::string_view id,
                                                   std::span<Local<v8::String>> parameters) {
  const Native* const native = native_of(id);
  if (native == nullptr) {
    throw_error(isolate_, "No such built-in module: " + std::string(id));
    return {};
  }
  const v8::ScriptOrigin origin(isolate_, text(isolate_, "node:" + std::string(id)), 0, 0, true);
  auto* const cached = code_cache_.find(*native);
  v8::ScriptCompiler::Source source(native_text(isolate_, *native), origin, cached);
  v8::Local<v8::Function> function;
  if (v8::ScriptCompiler::CompileFunctionInContext(
          context(), &source, parameters.size(), parameters.data(), 0, nullptr,
          cached != nullptr ? v8::ScriptCompiler::kConsumeCodeCache
                            : v8::ScriptCompiler::kNoCompileOptions)
          .ToLocal(&function))
    code_cache_.keep(isolate_, *native, function);
  return function;
}

void Realm::embed(Local<Value> script_name, Local<v8::String> source) {
  if (script_map_ == nullptr || !embeds_) return;
  const std::string file = file_of(isolate_, script_name);
  if (!is_of_program(file)) return;
  const bool fits = static_cast<std::size_t>(source->Length()) <= Session::max_source_bytes &&
                    loop_.probe().session()->add_source(file, utf8(isolate_, source));
  if (!fits)
    fmt::print(
        stderr,
        "loopscope: Did not embed {}: a trace holds at most {} bytes of one source and {} of "
        "all.\n",
        file, Session::max_source_bytes, Session::max_sources_bytes);
}

void Realm::leave(int exit_code) {
  left_ = true;
  runtime_->leave(exit_code);
  isolate_->TerminateExecution();
}

}  // namespace loopscope::js

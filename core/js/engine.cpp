#include "core/js/engine.hpp"

#include <fmt/format.h>
#include <node_version.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "core/js/bindings.hpp"
#include "core/js/engine_tasks.hpp"
#include "core/js/microtasks.hpp"
#include "core/js/realm.hpp"
#include "core/js/report.hpp"
#include "core/loop/wakeups.hpp"

namespace loopscope {

using js::Hook;
using js::Realm;
using v8::Local;
using v8::Value;

namespace {

std::string place_of(v8::Isolate* isolate, const v8::TryCatch& caught) {
  const auto context = isolate->GetCurrentContext();
  Local<Value> stack;
  if (caught.StackTrace(context).ToLocal(&stack)) return js::utf8(isolate, stack);
  return js::utf8(isolate, caught.Exception());
}

// Microtasks and API callbacks have nobody above them to catch what they throw. Node tells where
// the error of a queueMicrotask() callback was made, not where it was thrown.
void on_message(Local<v8::Message> message, Local<Value> error) {
  v8::Isolate* const isolate = v8::Isolate::GetCurrent();
  if (message->ErrorLevel() != v8::Isolate::kMessageError) return;
  if (error->IsNativeError()) message = v8::Exception::CreateMessage(isolate, error);
  js::tell_uncaught(*static_cast<Realm*>(isolate->GetData(0)), error, message, false);
}

v8::MaybeLocal<Value> on_stack_trace(Local<v8::Context> context, Local<Value> error,
                                     Local<v8::Array> sites) {
  v8::Isolate* const isolate = context->GetIsolate();
  Realm& realm = *static_cast<Realm*>(isolate->GetData(0));
  Local<v8::String> shown;
  if (realm.has_left() || !realm.has_hook(Hook::prepare_stack_trace)) {
    if (error->ToDetailString(context).ToLocal(&shown)) return shown;
    return v8::String::Empty(isolate);
  }
  Local<Value> arguments[] = {context->Global(), error, sites};
  return realm.hook(Hook::prepare_stack_trace)->Call(context, v8::Undefined(isolate), 3, arguments);
}

void on_promise_reject(v8::PromiseRejectMessage message) {
  v8::Isolate* const isolate = message.GetPromise()->GetIsolate();
  Realm& realm = *static_cast<Realm*>(isolate->GetData(0));
  if (realm.has_left() || !realm.has_hook(Hook::promise_reject)) return;
  const v8::HandleScope scope(isolate);
  Local<Value> reason = message.GetValue();
  if (reason.IsEmpty()) reason = v8::Undefined(isolate);
  Local<Value> arguments[] = {v8::Integer::New(isolate, message.GetEvent()), message.GetPromise(),
                              reason};
  v8::TryCatch caught(isolate);
  if (realm.hook(Hook::promise_reject)
          ->Call(realm.context(), v8::Undefined(isolate), 3, arguments)
          .IsEmpty() &&
      caught.HasTerminated())
    caught.ReThrow();
}

}  // namespace

/// Ends the loop from another thread, also where it waits.
class Halt final : private Wakeable {
 public:
  explicit Halt(Loop& loop) : Wakeable(loop.wakeups()), loop_(loop) {}
  void send() { wake(); }

 private:
  void on_wake() override { loop_.halt(); }
  void list_woken(ReadyItems&) const override {}

  Loop& loop_;
};

class Engine::Impl final : public Guest {
 public:
  Impl(Loop& loop, EngineOptions options)
      : options_(std::move(options)),
        realm_(loop, options_),
        runtime_(loop, runtime_options()),
        halt_(loop),
        tasks_(realm_) {
    realm_.set_runtime(&runtime_);
    v8::Isolate* const isolate = realm_.isolate();
    isolate->AddMessageListenerWithErrorLevel(on_message, v8::Isolate::kMessageError);
    isolate->SetPrepareStackTraceCallback(on_stack_trace);
    isolate->SetPromiseRejectCallback(on_promise_reject);
    isolate->SetCaptureStackTraceForUncaughtExceptions(false);
    isolate->AddNearHeapLimitCallback(on_near_heap_limit, this);
    isolate->SetOOMErrorHandler(on_out_of_memory);
  }

  [[nodiscard]] std::string code_cache() { return realm_.code_cache().write(realm_.isolate()); }
  [[nodiscard]] Fidelity fidelity() { return realm_.microtasks().fidelity(); }

  int run(const std::string& file) {
    const v8::HandleScope scope(realm_.isolate());
    if (!boot(file)) return stopped_;
    const int code = runtime_.run(
        [this] {
          const v8::HandleScope main_scope(realm_.isolate());
          realm_.call(Hook::main_begin, {});
          realm_.call(Hook::main, {});
          realm_.call(Hook::main_end, {});
        },
        Runtime::MainKind::script, SourceLocation{});
    realm_.output().finish();
    if (out_of_memory_) tell_out_of_memory("Reached heap limit Allocation failed", true);
    const int stopped = stopped_.load();
    return stopped != not_stopped ? stopped : code;
  }
  [[nodiscard]] bool is_out_of_memory() const noexcept { return out_of_memory_; }

  void stop(int exit_code) {
    stopped_ = exit_code;
    realm_.isolate()->TerminateExecution();
    halt_.send();
  }

 private:
  RuntimeOptions runtime_options() {
    RuntimeOptions options;
    options.guest = this;
    return options;
  }

  // Where V8 would give up: the program is ended instead, with some room to do so in.
  static std::size_t on_near_heap_limit(void* impl, std::size_t now, std::size_t) {
    constexpr std::size_t room = std::size_t{256} << 20U;
    Impl& self = *static_cast<Impl*>(impl);
    if (std::exchange(self.out_of_memory_, true)) return now;
    self.stopped_ = aborted;
    self.realm_.isolate()->TerminateExecution();
    return now + room;
  }

  // V8 gives up: no JavaScript can be ended from here.
  static void on_out_of_memory(const char* where, bool is_heap) {
    tell_out_of_memory(where, is_heap);
    std::abort();
  }

  static void tell_out_of_memory(const char* where, bool is_heap) {
    fmt::print(stderr, "FATAL ERROR: {} - {}\n", where,
               is_heap ? "JavaScript heap out of memory" : "process out of memory");
    std::fflush(stderr);
  }

  // What Node does before the program's first line: its library, on this project's bindings. False
  // if it was stopped meanwhile.
  bool boot(const std::string& file) {
    Probe& probe = runtime_.loop().probe();
    probe.emit_named(Event::boot_begin, static_cast<std::uint16_t>(Layer::js), "node's library");
    v8::Isolate* const isolate = realm_.isolate();
    const auto context = realm_.context();
    v8::TryCatch caught(isolate);
    Local<v8::String> parameters[] = {js::name(isolate, "getNative"), js::name(isolate, "argv"),
                                      js::name(isolate, "execArgv")};
    Local<v8::Function> boot_function;
    Local<Value> arguments[] = {native_getter(context), argv(context, file),
                                texts(context, options_.node_options)};
    if (!realm_.compile_native("loopscope/boot", parameters).ToLocal(&boot_function) ||
        boot_function->Call(context, v8::Undefined(isolate), 3, arguments).IsEmpty()) {
      if (stopped_ != not_stopped) return false;
      throw std::runtime_error(
          fmt::format("the JavaScript library did not start: {}", place_of(isolate, caught)));
    }
    probe.emit_named(Event::boot_end, static_cast<std::uint16_t>(Layer::js), "node's library");
    return true;
  }

  static Local<v8::Function> native_getter(Local<v8::Context> context) {
    const auto get = [](const js::Args& args) {
      const auto binding = v8::Object::New(args.GetIsolate());
      js::make_binding(js::realm_of(args), js::utf8(args, 0), binding);
      args.GetReturnValue().Set(binding);
    };
    return v8::Function::New(context, get).ToLocalChecked();
  }

  static Local<Value> texts(Local<v8::Context> context, const std::vector<std::string>& strings) {
    const auto result = v8::Array::New(context->GetIsolate());
    std::uint32_t index = 0;
    for (const std::string& string : strings)
      result->Set(context, index++, js::text(context->GetIsolate(), string)).Check();
    return result;
  }

  Local<Value> argv(Local<v8::Context> context, const std::string& file) {
    std::vector<std::string> all{"node", file};
    all.insert(all.end(), options_.arguments.begin(), options_.arguments.end());
    return texts(context, all);
  }

  void run_microtasks() override { realm_.microtasks().run(); }
  [[nodiscard]] bool has_rejections() const override { return realm_.tick_info()[1] != 0; }
  Report report_rejections() override {
    const v8::HandleScope scope(realm_.isolate());
    try {
      return realm_.call(Hook::report_rejected, {})->IsTrue() ? Report::again : Report::done;
    } catch (const js::ScriptError& error) {
      tell(error);
    } catch (const LeaveLoop&) {
      runtime_.loop().halt();
    }
    return Report::threw;
  }
  void drained() override { realm_.tick_info()[1] = 0; }
  void uncaught(std::exception_ptr error) override {
    const v8::HandleScope scope(realm_.isolate());
    try {
      std::rethrow_exception(error);
    } catch (const js::ScriptError& script_error) {
      tell(script_error);
    }
  }
  void tell(const js::ScriptError& error) {
    js::tell_uncaught(realm_, error.value(realm_.isolate()), error.message(realm_.isolate()),
                      false);
  }
  void finish_work() override { tasks_.finish(); }
  void before_exit() override { emit("beforeExit"); }
  void exit() override {
    if (stopped_ != not_stopped) return;
    const v8::HandleScope scope(realm_.isolate());
    js::set(realm_.context(), realm_.process(), "_exiting", v8::True(realm_.isolate()));
    emit("exit");
  }
  int exit_code() override {
    if (stopped_ != not_stopped) return stopped_;
    const v8::HandleScope scope(realm_.isolate());
    return realm_.exit_code(0);
  }
  void emit(std::string_view event) {
    v8::Isolate* const isolate = realm_.isolate();
    const v8::HandleScope scope(isolate);
    Local<Value> arguments[] = {js::text(isolate, event),
                                v8::Integer::New(isolate, realm_.exit_code(0))};
    realm_.call_method(realm_.process(), "emit", arguments);
  }

  static constexpr int not_stopped = -1;
  static constexpr int aborted = 134;  // as the shell has it of SIGABRT
  EngineOptions options_;
  Realm realm_;
  Runtime runtime_;
  Halt halt_;
  js::EngineTasks tasks_;
  std::atomic<int> stopped_{not_stopped};
  bool out_of_memory_ = false;
};

Engine::Engine(Loop& loop, EngineOptions options)
    : impl_(std::make_unique<Impl>(loop, std::move(options))) {}

Engine::~Engine() = default;

int Engine::run(const std::string& file) {
  return impl_->run(file);
}

bool Engine::is_out_of_memory() const {
  return impl_->is_out_of_memory();
}

void Engine::stop(int exit_code) {
  impl_->stop(exit_code);
}

std::string Engine::code_cache() const {
  return impl_->code_cache();
}

Fidelity Engine::fidelity() const {
  return impl_->fidelity();
}

std::string Engine::version() {
  return fmt::format("V8 {}, Node {}", v8::V8::GetVersion(), LOOPSCOPE_NODE);
}

}  // namespace loopscope

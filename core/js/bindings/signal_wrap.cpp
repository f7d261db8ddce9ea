// internalBinding('signal_wrap'): process.on('SIGINT').
#include <system_error>

#include "core/js/bindings.hpp"
#include "core/js/bindings/handle_wrap.hpp"
#include "core/loop/signal.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

class SignalWrap final : public HandleWrap {
 public:
  SignalWrap(Realm& realm, Local<v8::Object> object)
      : HandleWrap(realm, object), signal_(realm.loop(), "signal", origin()) {}

  [[nodiscard]] Handle& handle() override { return signal_; }

  /// 0, or an errno with a minus.
  int start(int number) {
    try {
      signal_.start([this](int arrived) { tell(arrived); }, number,
                    place(v8::Undefined(isolate())));
    } catch (const std::system_error& error) {
      return -error.code().value();
    }
    return 0;
  }
  void stop() noexcept { signal_.stop(); }

 private:
  void tell(int number) {
    const v8::HandleScope scope(isolate());
    Local<Value> argument = v8::Integer::New(isolate(), number);
    realm().call_method(object(), "onsignal", {&argument, 1});
  }

  Signal signal_;
};

void new_signal(const Args& args) {
  new SignalWrap(realm_of(args), args.This());
}

void start(const Args& args) {
  args.GetReturnValue().Set(
      Wrap::of<SignalWrap>(args.This())->start(static_cast<int>(integer(args, 0))));
}

void stop(const Args& args) {
  Wrap::of<SignalWrap>(args.This())->stop();
  args.GetReturnValue().Set(0);
}

constexpr Method methods[] = {{"start", start}, {"stop", stop}};

}  // namespace

void make_signal_wrap(Realm& realm, Local<v8::Object> binding) {
  v8::Isolate* const isolate = realm.isolate();
  const auto type = v8::FunctionTemplate::New(isolate, new_signal);
  type->InstanceTemplate()->SetInternalFieldCount(1);
  type->SetClassName(name(isolate, "Signal"));
  HandleWrap::add_methods(isolate, type);
  add_methods(isolate, type, methods);
  set(realm.context(), binding, "Signal", type->GetFunction(realm.context()).ToLocalChecked());
}

}  // namespace loopscope::js

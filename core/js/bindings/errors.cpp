// internalBinding('errors').
#include "core/js/bindings.hpp"
#include "core/js/realm.hpp"
#include "core/js/report.hpp"

namespace loopscope::js {

using v8::Local;

namespace {

void no_side_effects_to_string(const Args& args) {
  Local<v8::String> shown;
  if (args[0]->ToDetailString(args.GetIsolate()->GetCurrentContext()).ToLocal(&shown))
    args.GetReturnValue().Set(shown);
}

// (error, fromPromise)
void trigger_uncaught_exception(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  const auto message = v8::Exception::CreateMessage(isolate, args[0]);
  tell_uncaught(realm_of(args), args[0], message, args[1]->IsTrue());
}

constexpr Method methods[] = {{"noSideEffectsToString", no_side_effects_to_string},
                              {"triggerUncaughtException", trigger_uncaught_exception}};

}  // namespace

void make_errors(Realm& realm, Local<v8::Object> binding) {
  add_methods(realm.context(), binding, methods);
}

}  // namespace loopscope::js

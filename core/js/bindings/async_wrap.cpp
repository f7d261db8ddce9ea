// The part of internalBinding('async_wrap') that only V8 can do.
#include "core/js/bindings.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {
namespace {

// (init, before, after, settled), each a function or undefined
void set_promise_hooks(const Args& args) {
  const auto function = [&args](int index) {
    return args[index]->IsFunction() ? args[index].As<v8::Function>() : v8::Local<v8::Function>();
  };
  realm_of(args).context()->SetPromiseHooks(function(0), function(1), function(2), function(3));
}

constexpr Method methods[] = {{"setPromiseHooks", set_promise_hooks}};

}  // namespace

void make_async_wrap(Realm& realm, v8::Local<v8::Object> binding) {
  add_methods(realm.context(), binding, methods);
}

}  // namespace loopscope::js

#include "core/js/bindings/handle_wrap.hpp"

#include "core/js/call_site.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

HandleWrap& wrap_of(const Args& args) {
  return *Wrap::of<HandleWrap>(args.This());
}

void close(const Args& args) {
  wrap_of(args).close(args[0]);
}

void ref(const Args& args) {
  if (!wrap_of(args).is_closing()) wrap_of(args).handle().ref();
}

void unref(const Args& args) {
  if (!wrap_of(args).is_closing()) wrap_of(args).handle().unref();
}

void has_ref(const Args& args) {
  args.GetReturnValue().Set(!wrap_of(args).is_closing() && wrap_of(args).handle().has_ref());
}

constexpr Method methods[] = {
    {"close", close}, {"ref", ref}, {"unref", unref}, {"hasRef", has_ref}};

}  // namespace

HandleWrap::HandleWrap(Realm& realm, Local<v8::Object> object)
    : Wrap(realm.isolate(), object),
      realm_(realm),
      origin_(CallSite(realm, v8::Undefined(realm.isolate())).where()) {
  hold();
}

SourceLocation HandleWrap::place(Local<Value> callback) const {
  const CallSite site(realm_, callback);
  return site.has_place() ? site.where() : origin_;
}

void HandleWrap::close(Local<Value> callback) {
  if (closing_) return;
  closing_ = true;
  if (!callback->IsFunction()) {
    close_handle({}, place(callback));
    return let_go();
  }
  close_handle(
      [this, function = v8::Global<v8::Function>(isolate(), callback.As<v8::Function>())] {
        const v8::HandleScope scope(isolate());
        const auto self = object();
        Realm& realm = realm_;
        let_go();
        realm.call(function.Get(realm.isolate()), self, {});
      },
      place(callback));
}

void HandleWrap::close_handle(Callback on_close, SourceLocation where) {
  handle().close(std::move(on_close), where);
}

void HandleWrap::add_methods(v8::Isolate* isolate, Local<v8::FunctionTemplate> type) {
  js::add_methods(isolate, type, methods);
}

}  // namespace loopscope::js

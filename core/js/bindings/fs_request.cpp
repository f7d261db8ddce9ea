#include "core/js/bindings/fs_request.hpp"

#include <array>
#include <memory>

#include "core/js/call_site.hpp"
#include "core/loop/pool.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

Local<Value> text_or_undefined(v8::Isolate* isolate, const std::string& string) {
  if (string.empty()) return v8::Undefined(isolate);
  return text(isolate, string);
}

Local<Value> error_of(Realm& realm, const FsCall& call, int errno_value) {
  v8::Isolate* const isolate = realm.isolate();
  return realm.ask(
      Hook::fs_error,
      {v8::Integer::New(isolate, -errno_value), text(isolate, call.syscall),
       text_or_undefined(isolate, call.path), text_or_undefined(isolate, call.destination)});
}

void run_now(const Args& args, int request, FsCall& call) {
  Realm& realm = realm_of(args);
  FsOutcome outcome = call.work();
  if (outcome.error == 0) return args.GetReturnValue().Set(call.convert(realm, outcome));
  v8::Isolate* const isolate = realm.isolate();
  if (request + 1 >= args.Length() || !args[request + 1]->IsObject()) {
    isolate->ThrowException(error_of(realm, call, outcome.error));
    return;
  }
  const auto context = args[request + 1].As<v8::Object>();
  set(realm.context(), context, "errno", v8::Integer::New(isolate, -outcome.error));
  set(realm.context(), context, "syscall", text(isolate, call.syscall));
  if (!call.path.empty()) set(realm.context(), context, "path", text(isolate, call.path));
  if (!call.destination.empty())
    set(realm.context(), context, "dest", text(isolate, call.destination));
}

/// A call that is on its way through the pool. Whom it tells is an FSReqCallback or a resolver.
struct Pending {
  Realm& realm;
  FsCall call;
  v8::Global<v8::Object> told;
  v8::Global<Value> keep;
  FsOutcome outcome;
};

void tell_request(Pending& pending, Local<v8::Object> request) {
  Realm& realm = pending.realm;
  std::array<Local<Value>, 2> arguments{v8::Null(realm.isolate()), v8::Undefined(realm.isolate())};
  std::size_t count = 1;
  if (pending.outcome.error != 0) {
    arguments[0] = error_of(realm, pending.call, pending.outcome.error);
  } else {
    arguments[1] = pending.call.convert(realm, pending.outcome);
    if (!arguments[1]->IsUndefined()) count = 2;
  }
  realm.call_method(request, "oncomplete", {arguments.data(), count});
}

void tell_resolver(Pending& pending, Local<v8::Promise::Resolver> resolver) {
  Realm& realm = pending.realm;
  const auto context = realm.context();
  const bool failed = pending.outcome.error != 0;
  const Local<Value> value = failed ? error_of(realm, pending.call, pending.outcome.error)
                                    : pending.call.convert(realm, pending.outcome);
  const v8::Maybe<bool> done =
      failed ? resolver->Reject(context, value) : resolver->Resolve(context, value);
  if (done.IsNothing()) throw LeaveLoop{};
}

void tell(Pending& pending) {
  const v8::HandleScope scope(pending.realm.isolate());
  const auto told = pending.told.Get(pending.realm.isolate());
  if (told->IsPromise())
    tell_resolver(pending, told.As<v8::Promise::Resolver>());
  else
    tell_request(pending, told);
}

void run_on_pool(const Args& args, Local<v8::Object> told, FsCall call) {
  Realm& realm = realm_of(args);
  const CallSite site(realm, v8::Undefined(realm.isolate()));
  const char* const syscall = call.syscall;
  const Local<Value> keep = call.keep;
  call.keep = {};
  auto pending = std::make_shared<Pending>(Pending{realm, std::move(call), {}, {}, {}});
  pending->told.Reset(realm.isolate(), told);
  if (!keep.IsEmpty()) pending->keep.Reset(realm.isolate(), keep);
  realm.loop().pool().queue_work([pending] { pending->outcome = pending->call.work(); },
                                 [pending](std::error_code) { tell(*pending); },
                                 std::string("fs.") + syscall, site.where());
}

}  // namespace

void run_fs(const Args& args, int request, FsCall call) {
  if (request < args.Length() && args[request]->IsSymbol()) {
    const auto resolver = v8::Promise::Resolver::New(realm_of(args).context()).ToLocalChecked();
    run_on_pool(args, resolver, std::move(call));
    return args.GetReturnValue().Set(resolver->GetPromise());
  }
  if (request < args.Length() && args[request]->IsObject())
    return run_on_pool(args, args[request].As<v8::Object>(), std::move(call));
  run_now(args, request, call);
}

std::string path_of(const Args& args, int index) {
  if (!args[index]->IsArrayBufferView()) return utf8(args, index);
  const auto bytes = bytes_of(args[index]);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Local<Value> to_undefined(Realm& realm, FsOutcome&) {
  return v8::Undefined(realm.isolate());
}

Local<Value> to_number(Realm& realm, FsOutcome& outcome) {
  return v8::Number::New(realm.isolate(), static_cast<double>(outcome.number));
}

}  // namespace loopscope::js

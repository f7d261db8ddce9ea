// internalBinding('util').
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "core/js/bindings.hpp"
#include "core/js/privates.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

// (promise) -> [state, result]
void get_promise_details(const Args& args) {
  if (!args[0]->IsPromise()) return;
  v8::Isolate* const isolate = args.GetIsolate();
  const auto promise = args[0].As<v8::Promise>();
  const auto state = v8::Integer::New(isolate, promise->State());
  if (promise->State() == v8::Promise::kPending)
    args.GetReturnValue().Set(array_of(isolate, {state}));
  else
    args.GetReturnValue().Set(array_of(isolate, {state, promise->Result()}));
}

// (proxy, withHandler = true) -> [target, handler] or target
void get_proxy_details(const Args& args) {
  if (!args[0]->IsProxy()) return;
  const auto proxy = args[0].As<v8::Proxy>();
  if (args.Length() == 1 || args[1]->IsTrue())
    args.GetReturnValue().Set(
        array_of(args.GetIsolate(), {proxy->GetTarget(), proxy->GetHandler()}));
  else
    args.GetReturnValue().Set(proxy->GetTarget());
}

// (object) -> entries; (object, true) -> [entries, areKeysAndValues]
void preview_entries(const Args& args) {
  if (!args[0]->IsObject()) return;
  v8::Isolate* const isolate = args.GetIsolate();
  bool is_key_value = false;
  Local<v8::Array> entries;
  if (!args[0].As<v8::Object>()->PreviewEntries(&is_key_value).ToLocal(&entries)) return;
  if (args.Length() < 2)
    args.GetReturnValue().Set(entries);
  else
    args.GetReturnValue().Set(
        array_of(isolate, {entries, v8::Boolean::New(isolate, is_key_value)}));
}

// (object, filter)
void get_own_non_index_properties(const Args& args) {
  const auto filter = static_cast<v8::PropertyFilter>(integer(args, 1));
  Local<v8::Array> properties;
  if (args[0]
          .As<v8::Object>()
          ->GetPropertyNames(args.GetIsolate()->GetCurrentContext(),
                             v8::KeyCollectionMode::kOwnOnly, filter, v8::IndexFilter::kSkipIndices)
          .ToLocal(&properties))
    args.GetReturnValue().Set(properties);
}

void get_constructor_name(const Args& args) {
  args.GetReturnValue().Set(args[0].As<v8::Object>()->GetConstructorName());
}

void get_external_value(const Args& args) {
  const auto address = reinterpret_cast<std::uint64_t>(args[0].As<v8::External>()->Value());
  args.GetReturnValue().Set(v8::BigInt::NewFromUnsigned(args.GetIsolate(), address));
}

void is_array_buffer_detached(const Args& args) {
  args.GetReturnValue().Set(args[0]->IsArrayBuffer() &&
                            args[0].As<v8::ArrayBuffer>()->WasDetached());
}

void array_buffer_view_has_buffer(const Args& args) {
  args.GetReturnValue().Set(args[0].As<v8::ArrayBufferView>()->HasBuffer());
}

void is_constructor(const Args& args) {
  args.GetReturnValue().Set(args[0]->IsFunction() && args[0].As<v8::Object>()->IsConstructor());
}

// Lone surrogates become U+FFFD, as they do on the way through UTF-8.
void to_usv_string(const Args& args) {
  args.GetReturnValue().Set(text(args.GetIsolate(), utf8(args, 0)));
}

void sleep(const Args& args) {
  std::this_thread::sleep_for(std::chrono::milliseconds(integer(args, 0)));
}

const char* type_of_descriptor(int fd) {
  struct stat status {};
  if (fstat(fd, &status) != 0) return "INVALID";
  if (isatty(fd) != 0) return "TTY";
  if (S_ISREG(status.st_mode) || S_ISCHR(status.st_mode)) return "FILE";
  if (S_ISFIFO(status.st_mode)) return "PIPE";
  return S_ISSOCK(status.st_mode) ? "PIPE" : "UNKNOWN";
}

void guess_handle_type(const Args& args) {
  args.GetReturnValue().Set(
      name(args.GetIsolate(), type_of_descriptor(static_cast<int>(integer(args, 0)))));
}

constexpr Method methods[] = {{"getPromiseDetails", get_promise_details},
                              {"getProxyDetails", get_proxy_details},
                              {"previewEntries", preview_entries},
                              {"getOwnNonIndexProperties", get_own_non_index_properties},
                              {"getConstructorName", get_constructor_name},
                              {"getExternalValue", get_external_value},
                              {"isArrayBufferDetached", is_array_buffer_detached},
                              {"arrayBufferViewHasBuffer", array_buffer_view_has_buffer},
                              {"isConstructor", is_constructor},
                              {"toUSVString", to_usv_string},
                              {"sleep", sleep},
                              {"guessHandleType", guess_handle_type}};

}  // namespace

void make_util(Realm& realm, Local<v8::Object> binding) {
  add_methods(realm.context(), binding, methods);
  set(realm.context(), binding, "privateSymbols", private_symbols(realm.context()));
}

}  // namespace loopscope::js

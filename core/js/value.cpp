#include "core/js/value.hpp"

#include "core/js/microtasks.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {

using v8::Isolate;
using v8::Local;
using v8::Value;

Realm& realm_of(const Args& args) {
  Realm& realm = *static_cast<Realm*>(args.GetIsolate()->GetData(0));
  realm.microtasks().catch_up();
  return realm;
}

Local<v8::String> text(Isolate* isolate, std::string_view utf8) {
  Local<v8::String> result;
  const bool fits = v8::String::NewFromUtf8(isolate, utf8.data(), v8::NewStringType::kNormal,
                                            static_cast<int>(utf8.size()))
                        .ToLocal(&result);
  return fits ? result : v8::String::Empty(isolate);
}

Local<v8::String> name(Isolate* isolate, std::string_view utf8) {
  return v8::String::NewFromUtf8(isolate, utf8.data(), v8::NewStringType::kInternalized,
                                 static_cast<int>(utf8.size()))
      .ToLocalChecked();
}

// Half a surrogate pair becomes U+FFFD.
std::string utf8(Isolate* isolate, Local<Value> value) {
  const v8::TryCatch thrown(isolate);
  Local<v8::String> string;
  if (value.IsEmpty() || !value->ToString(isolate->GetCurrentContext()).ToLocal(&string)) return {};
  constexpr int options = v8::String::NO_NULL_TERMINATION | v8::String::REPLACE_INVALID_UTF8;
  std::string bytes(static_cast<std::size_t>(string->Utf8Length(isolate)), '\0');
  const int written =
      string->WriteUtf8(isolate, bytes.data(), static_cast<int>(bytes.size()), nullptr, options);
  bytes.resize(static_cast<std::size_t>(written));
  return bytes;
}

std::int64_t integer(const Args& args, int index, std::int64_t fallback) {
  if (index >= args.Length()) return fallback;
  if (args[index]->IsInt32()) return args[index].As<v8::Int32>()->Value();
  if (!args[index]->IsNumber()) return fallback;
  return args[index]->IntegerValue(args.GetIsolate()->GetCurrentContext()).FromMaybe(fallback);
}

double number(const Args& args, int index, double fallback) {
  return index < args.Length() && args[index]->IsNumber() ? args[index].As<v8::Number>()->Value()
                                                          : fallback;
}

std::span<std::uint8_t> bytes_of(Local<Value> value) {
  if (value->IsArrayBufferView()) {
    const auto view = value.As<v8::ArrayBufferView>();
    auto* const data = static_cast<std::uint8_t*>(view->Buffer()->Data());
    return {data + view->ByteOffset(), view->ByteLength()};
  }
  if (value->IsArrayBuffer()) {
    const auto buffer = value.As<v8::ArrayBuffer>();
    return {static_cast<std::uint8_t*>(buffer->Data()), buffer->ByteLength()};
  }
  if (value->IsSharedArrayBuffer()) {
    const auto buffer = value.As<v8::SharedArrayBuffer>();
    return {static_cast<std::uint8_t*>(buffer->Data()), buffer->ByteLength()};
  }
  return {};
}

void set(Local<v8::Context> context, Local<v8::Object> object, std::string_view key,
         Local<Value> value) {
  object->Set(context, name(context->GetIsolate(), key), value).Check();
}

Local<Value> array_of(Isolate* isolate, std::initializer_list<Local<Value>> values) {
  std::vector<Local<Value>> copy(values);
  return v8::Array::New(isolate, copy.data(), copy.size());
}

void add_methods(Local<v8::Context> context, Local<v8::Object> object,
                 std::span<const Method> methods) {
  Isolate* const isolate = context->GetIsolate();
  for (const Method& method : methods) {
    const auto function =
        v8::Function::New(context, method.call, {}, 0, v8::ConstructorBehavior::kThrow)
            .ToLocalChecked();
    function->SetName(name(isolate, method.name));
    set(context, object, method.name, function);
  }
}

void add_methods(Isolate* isolate, Local<v8::FunctionTemplate> type,
                 std::span<const Method> methods) {
  const auto signature = v8::Signature::New(isolate, type);
  for (const Method& method : methods) {
    const auto function = v8::FunctionTemplate::New(isolate, method.call, {}, signature, 0,
                                                    v8::ConstructorBehavior::kThrow);
    function->SetClassName(name(isolate, method.name));
    type->PrototypeTemplate()->Set(name(isolate, method.name), function);
  }
}

void throw_error(Isolate* isolate, std::string_view message) {
  isolate->ThrowException(v8::Exception::Error(text(isolate, message)));
}

void throw_coded(Isolate* isolate, Local<Value> (*make)(Local<v8::String>), std::string_view code,
                 std::string_view message) {
  const Local<v8::Object> error = make(text(isolate, message)).As<v8::Object>();
  set(isolate->GetCurrentContext(), error, "code", text(isolate, code));
  isolate->ThrowException(error);
}

}  // namespace loopscope::js

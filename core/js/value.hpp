// Between V8's values and C++'s.
#pragma once

#include <v8.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace loopscope::js {

class Realm;
using Args = v8::FunctionCallbackInfo<v8::Value>;

/// The realm that a callback was made in. What the program queued before it called stands in the
/// trace then.
[[nodiscard]] Realm& realm_of(const Args& args);

[[nodiscard]] v8::Local<v8::String> text(v8::Isolate* isolate, std::string_view utf8);
/// For names that are used again and again.
[[nodiscard]] v8::Local<v8::String> name(v8::Isolate* isolate, std::string_view utf8);
/// As String(value) would; "" where that throws.
[[nodiscard]] std::string utf8(v8::Isolate* isolate, v8::Local<v8::Value> value);

/// `fallback` where the argument is no number.
[[nodiscard]] std::int64_t integer(const Args& args, int index, std::int64_t fallback = 0);
[[nodiscard]] double number(const Args& args, int index, double fallback = 0);
[[nodiscard]] inline std::string utf8(const Args& args, int index) {
  return utf8(args.GetIsolate(), args[index]);
}

/// The bytes of an ArrayBufferView, ArrayBuffer or SharedArrayBuffer; empty for anything else. They
/// live as long as its buffer.
[[nodiscard]] std::span<std::uint8_t> bytes_of(v8::Local<v8::Value> value);

/// Defines an ordinary property.
void set(v8::Local<v8::Context> context, v8::Local<v8::Object> object, std::string_view key,
         v8::Local<v8::Value> value);
/// An array of `values`.
[[nodiscard]] v8::Local<v8::Value> array_of(v8::Isolate* isolate,
                                            std::initializer_list<v8::Local<v8::Value>> values);

struct Method {
  const char* name;
  v8::FunctionCallback call;
};
void add_methods(v8::Local<v8::Context> context, v8::Local<v8::Object> object,
                 std::span<const Method> methods);
void add_methods(v8::Isolate* isolate, v8::Local<v8::FunctionTemplate> type,
                 std::span<const Method> methods);

void throw_error(v8::Isolate* isolate, std::string_view message);
/// Error with `code`, as Node's own C++ throws it.
void throw_coded(v8::Isolate* isolate, v8::Local<v8::Value> (*make)(v8::Local<v8::String>),
                 std::string_view code, std::string_view message);

}  // namespace loopscope::js

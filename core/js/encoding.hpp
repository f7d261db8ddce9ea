// Node's encodings between strings and bytes.
#pragma once

#include <v8.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace loopscope::js {

/// In the order of Node's `enum encoding`.
enum class Encoding : std::uint8_t { ascii, utf8, base64, ucs2, latin1, hex, buffer, base64url };

/// Of a name as Node's library passes it, or of the number; utf8 where it is neither.
[[nodiscard]] Encoding encoding_of(v8::Isolate* isolate, v8::Local<v8::Value> value);

/// Empty with an exception pending where the string would be too long for V8.
[[nodiscard]] v8::MaybeLocal<v8::Value> decode(v8::Isolate* isolate,
                                               std::span<const std::uint8_t> bytes,
                                               Encoding encoding);
[[nodiscard]] std::string encode(v8::Isolate* isolate, v8::Local<v8::String> string,
                                 Encoding encoding);

/// Of a TextDecoder. False with an exception pending where `value` holds no bytes.
[[nodiscard]] bool check_decodable(v8::Isolate* isolate, v8::Local<v8::Value> value);
void throw_not_valid(v8::Isolate* isolate, std::string_view encoding);

}  // namespace loopscope::js

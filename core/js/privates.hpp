// Properties that no program sees, by the names that Node's library has for them.
#pragma once

#include <v8.h>

#include <string_view>

namespace loopscope::js {

/// `name` without "_private_symbol": "arrow_message".
[[nodiscard]] v8::Local<v8::Private> private_symbol(v8::Isolate* isolate, std::string_view name);

/// An object whose properties are the private symbols themselves, as Node's library takes them out
/// of internalBinding('util').privateSymbols.
[[nodiscard]] v8::Local<v8::Object> private_symbols(v8::Local<v8::Context> context);

}  // namespace loopscope::js

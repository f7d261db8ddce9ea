// What Node's library asks its C++ for by name: internalBinding('util').
#pragma once

#include <string_view>

#include "core/js/value.hpp"

namespace loopscope::js {

/// Fills in the C++ part of the binding called `name`. False if there is none; what is only data,
/// or is better said in JavaScript, is in lib/loopscope/bindings.js.
bool make_binding(Realm& realm, std::string_view name, v8::Local<v8::Object> binding);

/// A Buffer with a copy of `bytes`.
[[nodiscard]] v8::Local<v8::Value> buffer_of(v8::Local<v8::Context> context,
                                             std::string_view bytes);

void make_async_wrap(Realm& realm, v8::Local<v8::Object> binding);
void make_buffer(Realm& realm, v8::Local<v8::Object> binding);
void make_builtins(Realm& realm, v8::Local<v8::Object> binding);
void make_cares_wrap(Realm& realm, v8::Local<v8::Object> binding);
void make_contextify(Realm& realm, v8::Local<v8::Object> binding);
void make_credentials(Realm& realm, v8::Local<v8::Object> binding);
void make_errors(Realm& realm, v8::Local<v8::Object> binding);
void make_fs(Realm& realm, v8::Local<v8::Object> binding);
void make_hooks(Realm& realm, v8::Local<v8::Object> binding);
void make_icu(Realm& realm, v8::Local<v8::Object> binding);
void make_messaging(Realm& realm, v8::Local<v8::Object> binding);
void make_module_wrap(Realm& realm, v8::Local<v8::Object> binding);
void make_os(Realm& realm, v8::Local<v8::Object> binding);
void make_process_methods(Realm& realm, v8::Local<v8::Object> binding);
void make_signal_wrap(Realm& realm, v8::Local<v8::Object> binding);
void make_stream_wrap(Realm& realm, v8::Local<v8::Object> binding);
void make_task_queue(Realm& realm, v8::Local<v8::Object> binding);
void make_tcp_wrap(Realm& realm, v8::Local<v8::Object> binding);
void make_timers(Realm& realm, v8::Local<v8::Object> binding);
void make_types(Realm& realm, v8::Local<v8::Object> binding);
void make_url(Realm& realm, v8::Local<v8::Object> binding);
void make_util(Realm& realm, v8::Local<v8::Object> binding);

}  // namespace loopscope::js

// What an exception that nobody takes prints: the place in the source and the stack, as Node does.
#pragma once

#include <v8.h>

#include <string>

namespace loopscope::js {

class Realm;

/// "FILE:LINE\nSOURCE LINE\n   ^^^\n"; "" where the message names no place. Lines are cut where
/// they are too long for a terminal.
[[nodiscard]] std::string source_arrow(Realm& realm, v8::Local<v8::Message> message);

/// Remembers the arrow in the error, for the report, and where `decorate` puts it before the stack.
void add_arrow(Realm& realm, v8::Local<v8::Value> error, v8::Local<v8::Message> message,
               bool decorate);

/// Calls the listeners of uncaughtException; where there are none, prints the report and leaves
/// with the program's exit code. `from_promise`: it was a rejection.
void tell_uncaught(Realm& realm, v8::Local<v8::Value> error, v8::Local<v8::Message> message,
                   bool from_promise);

}  // namespace loopscope::js

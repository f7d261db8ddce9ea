// An exception of JavaScript on its way through C++, from a callback to whom the loop tells.
#pragma once

#include <v8.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace loopscope::js {

/// The thrown value, and V8's message with its place in the source.
class ScriptError : public std::runtime_error {
 public:
  ScriptError(v8::Isolate* isolate, v8::Local<v8::Value> value, v8::Local<v8::Message> message,
              const std::string& what)
      : std::runtime_error(what), held_(std::make_shared<Held>()) {
    held_->value.Reset(isolate, value);
    if (!message.IsEmpty()) held_->message.Reset(isolate, message);
  }
  [[nodiscard]] v8::Local<v8::Value> value(v8::Isolate* isolate) const {
    return held_->value.Get(isolate);
  }
  /// May be empty.
  [[nodiscard]] v8::Local<v8::Message> message(v8::Isolate* isolate) const {
    return held_->message.Get(isolate);
  }

 private:
  struct Held {
    v8::Global<v8::Value> value;
    v8::Global<v8::Message> message;
  };
  std::shared_ptr<Held> held_;  // exceptions are copied
};

}  // namespace loopscope::js

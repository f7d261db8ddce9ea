#include "core/js/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/js/output.hpp"
#include "core/js/privates.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

constexpr int generic_error = 1;
constexpr int error_in_handler = 7;

std::string underline(std::string_view line, int begin, int end) {
  std::string result;
  const auto from = static_cast<std::size_t>(std::max(begin, 0));
  for (std::size_t i = 0; i < from && i < line.size(); ++i)
    result.push_back(line[i] == '\t' ? '\t' : ' ');
  result.append(static_cast<std::size_t>(std::max(end - begin, 1)), '^');
  return result;
}

Local<Value> property(Realm& realm, Local<v8::Object> object, std::string_view key) {
  Local<Value> value;
  if (object->Get(realm.context(), name(realm.isolate(), key)).ToLocal(&value)) return value;
  return v8::Undefined(realm.isolate());
}

bool is_private_set(Realm& realm, Local<v8::Object> object, std::string_view key) {
  Local<Value> value;
  return object->GetPrivate(realm.context(), private_symbol(realm.isolate(), key))
             .ToLocal(&value) &&
         value->IsTrue();
}

std::string arrow_of(Realm& realm, Local<Value> error) {
  Local<Value> value;
  if (!error->IsObject() || is_private_set(realm, error.As<v8::Object>(), "decorated")) return {};
  const auto key = private_symbol(realm.isolate(), "arrow_message");
  if (!error.As<v8::Object>()->GetPrivate(realm.context(), key).ToLocal(&value)) return {};
  return value->IsString() ? utf8(realm.isolate(), value) : std::string();
}

/// The stack as Node's library wants it for the report: with the properties of the error behind it.
Local<Value> enhanced_stack(Realm& realm, Local<Value> error, Local<Value> stack) {
  for (const Hook hook : {Hook::fatal_before, Hook::fatal_after}) {
    if (!realm.has_hook(hook)) continue;
    Local<Value> arguments[] = {error};
    Local<Value> better;
    const auto function = realm.hook(hook);
    if (function->Call(realm.context(), v8::Undefined(realm.isolate()), 1, arguments)
            .ToLocal(&better) &&
        better->IsString())
      stack = better;
  }
  return stack;
}

std::string without_stack(Realm& realm, Local<Value> error) {
  if (error->IsObject()) {
    const Local<Value> message = property(realm, error.As<v8::Object>(), "message");
    const Local<Value> kind = property(realm, error.As<v8::Object>(), "name");
    if (!message->IsUndefined() && !kind->IsUndefined())
      return fmt::format("{}: {}", utf8(realm.isolate(), kind), utf8(realm.isolate(), message));
  }
  Local<v8::String> shown;
  if (error->ToDetailString(realm.context()).ToLocal(&shown)) return utf8(realm.isolate(), shown);
  return "<toString() threw exception>";
}

// What is no Error has no place of its own: Node shows that of the throw, with the empty line
// above.
std::string place_text(Realm& realm, Local<Value> error, Local<v8::Message> message) {
  const bool own = error->IsNativeError();
  std::string arrow = own ? arrow_of(realm, error) : source_arrow(realm, message);
  if (arrow.empty()) return arrow;
  return own ? fmt::format("{}\n", arrow) : fmt::format("\n{}", arrow);
}

std::string report_text(Realm& realm, Local<Value> error, Local<v8::Message> message) {
  Local<Value> stack = v8::Undefined(realm.isolate());
  if (error->IsObject())
    stack = enhanced_stack(realm, error, property(realm, error.As<v8::Object>(), "stack"));
  const bool has_stack = stack->IsString() && stack.As<v8::String>()->Length() > 0;
  const std::string text = place_text(realm, error, message);
  if (has_stack) return text + utf8(realm.isolate(), stack);
  return text + without_stack(realm, error) +
         "\n(Use `node --trace-uncaught ...` to show where the exception was thrown)";
}

void print_report(Realm& realm, Local<Value> error, Local<v8::Message> message) {
  v8::TryCatch ignored(realm.isolate());
  if (error->IsNativeError()) add_arrow(realm, error, message, false);
  realm.output().write(
      2, fmt::format("{}\n\nNode.js v{}\n", report_text(realm, error, message), LOOPSCOPE_NODE));
}

}  // namespace

std::string source_arrow(Realm& realm, Local<v8::Message> message) {
  Local<v8::String> source;
  if (message.IsEmpty() || !message->GetSourceLine(realm.context()).ToLocal(&source)) return {};
  constexpr std::size_t longest_line = 512;
  const std::string line = utf8(realm.isolate(), source).substr(0, longest_line);
  const int begin = message->GetStartColumn(realm.context()).FromMaybe(0);
  const int end = message->GetEndColumn(realm.context()).FromMaybe(begin);
  return fmt::format("{}:{}\n{}\n{}\n", utf8(realm.isolate(), message->GetScriptResourceName()),
                     message->GetLineNumber(realm.context()).FromMaybe(0), line,
                     underline(line, begin, std::min(end, static_cast<int>(longest_line))));
}

void add_arrow(Realm& realm, Local<Value> error, Local<v8::Message> message, bool decorate) {
  if (!error->IsObject()) return;
  const auto object = error.As<v8::Object>();
  const auto key = private_symbol(realm.isolate(), "arrow_message");
  Local<Value> there;
  if (object->GetPrivate(realm.context(), key).ToLocal(&there) && there->IsString()) return;
  const std::string arrow = source_arrow(realm, message);
  if (arrow.empty()) return;
  object->SetPrivate(realm.context(), key, text(realm.isolate(), arrow)).Check();
  const Local<Value> stack = property(realm, object, "stack");
  if (!decorate || !stack->IsString()) return;
  set(realm.context(), object, "stack",
      text(realm.isolate(), arrow + "\n" + utf8(realm.isolate(), stack)));
  object
      ->SetPrivate(realm.context(), private_symbol(realm.isolate(), "decorated"),
                   v8::True(realm.isolate()))
      .Check();
}

void tell_uncaught(Realm& realm, Local<Value> error, Local<v8::Message> message,
                   bool from_promise) {
  if (realm.has_left()) return;
  v8::Isolate* const isolate = realm.isolate();
  v8::TryCatch caught(isolate);
  Local<Value> arguments[] = {error, v8::Boolean::New(isolate, from_promise)};
  Local<Value> taken;
  const bool returned = property(realm, realm.process(), "_fatalException")
                            .As<v8::Function>()
                            ->Call(realm.context(), realm.process(), 2, arguments)
                            .ToLocal(&taken);
  if (realm.has_left() || caught.HasTerminated()) return;
  if (!returned) {
    print_report(realm, caught.Exception(), caught.Message());
    return realm.leave(error_in_handler);
  }
  if (!taken->IsFalse()) return;
  print_report(realm, error, message);
  realm.leave(realm.exit_code(generic_error));
}

}  // namespace loopscope::js

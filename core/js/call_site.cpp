#include "core/js/call_site.hpp"

#include "core/js/realm.hpp"

namespace loopscope::js {
namespace {

constexpr int frames_seen = 12;  // of Node's library, at most, before the program's own

bool is_program(const std::string& file) {
  return !file.empty() && !file.starts_with("node:");
}

std::string without_scheme(std::string file) {
  constexpr std::string_view scheme = "file://";
  return file.starts_with(scheme) ? file.substr(scheme.size()) : file;
}

LocationText text_of(v8::Isolate* isolate, v8::Local<v8::StackFrame> frame, std::string file) {
  return {without_scheme(std::move(file)), utf8(isolate, frame->GetFunctionName()),
          static_cast<std::uint32_t>(frame->GetLineNumber()),
          static_cast<std::uint32_t>(frame->GetColumn())};
}

// The innermost frame of the program, below those of Node's library.
std::uint32_t place_in_program(Realm& realm, Session& session) {
  v8::Isolate* const isolate = realm.isolate();
  const auto stack =
      v8::StackTrace::CurrentStackTrace(isolate, frames_seen, v8::StackTrace::kDetailed);
  for (int i = 0; i < stack->GetFrameCount(); ++i) {
    const auto frame = stack->GetFrame(isolate, static_cast<std::uint32_t>(i));
    const auto script = frame->GetScriptNameOrSourceURL();
    if (script.IsEmpty()) continue;
    std::string file = utf8(isolate, script);
    if (is_program(file)) return session.location(text_of(isolate, frame, std::move(file)));
  }
  return 0;
}

}  // namespace

CallSite::CallSite(Realm& realm, v8::Local<v8::Value> callback) {
  Session* const session = realm.loop().probe().session();
  if (session == nullptr) return;
  const v8::HandleScope scope(realm.isolate());
  if (callback->IsFunction())
    name_ = utf8(realm.isolate(), callback.As<v8::Function>()->GetDebugName());
  if (realm.has_lines()) location_ = place_in_program(realm, *session);
}

}  // namespace loopscope::js

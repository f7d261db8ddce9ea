// What the trace says of a task of a script: what it is called, and where it was queued.
#pragma once

#include <v8.h>

#include <string_view>

#include "core/js/callees.hpp"
#include "core/js/script_places.hpp"
#include "core/probe/source_location.hpp"

namespace loopscope::js {

class Realm;

/// What is known of a script's places and functions, while it is recorded.
struct ScriptMap {
  ScriptMap(v8::Isolate* isolate, Session& session)
      : places(isolate, session), callees(isolate, session) {}
  ScriptPlaces places;
  Callees callees;
};

/// Looks at the script while it is queuing; costs nothing while nothing is recorded. Made and used
/// inside of one call.
class CallSite {
 public:
  /// `callback` is what will be called; its name is the task's.
  CallSite(Realm& realm, v8::Local<v8::Value> callback);

  /// `fallback` where the callback has no name.
  [[nodiscard]] std::string_view name(std::string_view fallback) const {
    return callee_.name.empty() ? fallback : callee_.name;
  }
  [[nodiscard]] SourceLocation where() const {
    return SourceLocation::numbered(place_.location, callee_.location);
  }
  /// False while nothing is recorded, and where no line of the program is on the stack.
  [[nodiscard]] bool has_place() const noexcept { return place_.is_of_program; }

 private:
  Callee callee_;
  ScriptPlace place_;
};

}  // namespace loopscope::js

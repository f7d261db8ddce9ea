// Where in the script a task is queued, and what it is called in the trace.
#pragma once

#include <v8.h>

#include <string>
#include <string_view>

#include "core/probe/source_location.hpp"

namespace loopscope::js {

class Realm;

/// Looks at the script's stack while it is queuing; costs nothing while nothing is recorded. Made
/// and used inside of one call.
class CallSite {
 public:
  /// `callback` is what will be called; its name is the task's.
  CallSite(Realm& realm, v8::Local<v8::Value> callback);

  /// `fallback` where the callback has no name.
  [[nodiscard]] std::string_view name(std::string_view fallback) const {
    return name_.empty() ? fallback : std::string_view(name_);
  }
  /// False while nothing is recorded, and where no line of the program is on the stack.
  [[nodiscard]] bool has_place() const noexcept { return location_ != 0; }
  [[nodiscard]] SourceLocation where() const { return SourceLocation::numbered(location_); }

 private:
  std::string name_;
  std::uint32_t location_ = 0;
};

}  // namespace loopscope::js

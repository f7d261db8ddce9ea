// What V8 compiled of Node's library when this program was built, so that it need not do so again
// at each start.
#pragma once

#include <v8.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/js/natives.hpp"

namespace loopscope::js {

/// Loop's thread only.
class CodeCache {
 public:
  /// `bytes` are what write() made, or empty, and live as long as the program. Those of another
  /// build are not used.
  explicit CodeCache(std::string_view bytes, bool keeps) : bytes_(bytes), keeps_(keeps) {}

  /// Null where there is nothing for `native`. V8 looks whether it fits, and compiles where not.
  [[nodiscard]] v8::ScriptCompiler::CachedData* find(const Native& native) const;
  /// Remembers what was compiled, for write().
  void keep(v8::Isolate* isolate, const Native& native, v8::Local<v8::Function> function);
  /// With all functions in them that have been called.
  [[nodiscard]] std::string write(v8::Isolate* isolate) const;

 private:
  struct Kept {
    const Native* native;
    v8::Global<v8::Function> function;
  };
  std::string_view bytes_;
  bool keeps_;
  std::vector<Kept> kept_;
};

}  // namespace loopscope::js

// Where a program's script stands, as numbers of the trace's locations. Looking at V8's stack takes
// microseconds, so what was found is kept by the machine's own stack: the same return addresses
// mean the same place until a garbage collection moves code.
#pragma once

#include <v8.h>

#include <array>
#include <unordered_map>

#include "core/probe/session.hpp"

namespace loopscope::js {

struct ScriptPlace {
  std::uint32_t location = 0;  // 0: no script runs
  bool is_of_program = false;  // else of Node's library
};

/// Loop's thread only.
class ScriptPlaces {
 public:
  ScriptPlaces(v8::Isolate* isolate, Session& session);
  ScriptPlaces(const ScriptPlaces&) = delete;
  ScriptPlaces& operator=(const ScriptPlaces&) = delete;
  ~ScriptPlaces();

  /// The innermost place that is the program's own, below frames of Node's library; where there is
  /// none, the library's. Inside of a call from JavaScript.
  [[nodiscard]] ScriptPlace here();

 private:
  static constexpr std::size_t frames_seen = 16;
  struct Chain {
    std::array<void*, frames_seen> frames{};
    std::size_t count = 0;
    bool operator==(const Chain&) const = default;
  };
  struct ChainHash {
    std::size_t operator()(const Chain& chain) const noexcept;
  };
  struct Found {
    ScriptPlace place;
    std::size_t frame = 0;  // how deep it was
  };

  static void on_collection(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* places);
  [[nodiscard]] Chain sample() const;
  [[nodiscard]] Found search();
  [[nodiscard]] std::uint32_t location_of(v8::Local<v8::StackFrame> frame, const std::string& file);

  static constexpr std::size_t most_kept = std::size_t{1} << 16U;
  v8::Isolate* isolate_;
  Session& session_;
  std::unordered_map<Chain, ScriptPlace, ChainHash> kept_;
};

/// A script's name without "file://".
[[nodiscard]] std::string file_of(v8::Isolate* isolate, v8::Local<v8::Value> script_name);
/// Node's own library has names that begin with "node:".
[[nodiscard]] bool is_of_program(std::string_view file);

}  // namespace loopscope::js

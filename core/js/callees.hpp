// What a program's functions are called and where they begin, for the trace.
#pragma once

#include <v8.h>

#include <optional>
#include <string_view>
#include <unordered_map>

#include "core/js/inner.hpp"
#include "core/probe/session.hpp"

namespace loopscope::js {

struct Callee {
  std::string_view name = {};  // the session's copy; empty: it has none
  std::uint32_t location = 0;  // 0: it is not JavaScript's
};

/// Loop's thread only.
class Callees {
 public:
  Callees(v8::Isolate* isolate, Session& session);
  Callees(const Callees&) = delete;
  Callees& operator=(const Callees&) = delete;
  ~Callees();

  /// From now on what is known of a function is kept by where V8 has it.
  void keep_by(const InnerLayout& layout) { layout_ = layout; }
  /// Of a bound function, what it is bound to.
  [[nodiscard]] Callee of(v8::Local<v8::Value> function);

 private:
  // All functions that come from one place of the source share one description.
  struct Shape {
    Tagged shared = 0;
    Tagged map = 0;  // another one where the function was given a name of its own
    bool operator==(const Shape&) const = default;
  };
  struct ShapeHash {
    std::size_t operator()(const Shape& shape) const noexcept;
  };
  static void on_collection(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* callees);
  [[nodiscard]] std::string_view name_of(v8::Local<v8::Value> name);
  [[nodiscard]] Callee look_at(v8::Local<v8::Function> function);

  static constexpr std::size_t most_kept = std::size_t{1} << 16U;
  v8::Isolate* isolate_;
  Session& session_;
  std::optional<InnerLayout> layout_;
  std::unordered_map<Shape, Callee, ShapeHash> kept_;
};

}  // namespace loopscope::js

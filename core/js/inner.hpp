// V8's objects from the inside: where libnode says that their fields lie. Nothing else in this
// room looks behind V8's interface.
#pragma once

#include <v8.h>

#include <cstdint>
#include <cstring>
#include <optional>

namespace loopscope::js {

/// A tagged pointer, as V8's heap has it. A garbage collection moves what it points to.
using Tagged = std::uintptr_t;

/// Offsets and type numbers of the running libnode.
struct InnerLayout {
  // Of v8::internal::MicrotaskQueue, in bytes.
  std::size_t queue_finished;
  std::size_t queue_start;
  std::size_t queue_size;
  std::size_t queue_capacity;
  std::size_t queue_ring;
  // Of objects, in bytes from their beginning.
  int map_type;
  int function_shared;
  int function_context;
  // Instance types.
  int fulfill_job;
  int reject_job;
  int thenable_job;
  int callback_job;
  int capability;
  int promise;
  int async_function;
  int async_generator;

  /// Empty where libnode does not export one of them.
  [[nodiscard]] static std::optional<InnerLayout> find();
};

template <typename Type>
[[nodiscard]] Tagged tagged(v8::Local<Type> handle) {
  const Tagged* slot = nullptr;
  std::memcpy(&slot, &handle, sizeof slot);
  return *slot;
}
[[nodiscard]] v8::Local<v8::Value> value_of(v8::Isolate* isolate, Tagged object);

[[nodiscard]] inline bool is_object(Tagged value) noexcept {
  constexpr Tagged tag_mask = 3;
  return (value & tag_mask) == 1;
}
// Tagged pointers are numbers until they are read through.
// NOLINTBEGIN(performance-no-int-to-ptr)
[[nodiscard]] inline Tagged field_of(Tagged object, int offset) noexcept {
  return *reinterpret_cast<const Tagged*>(object - 1 + static_cast<Tagged>(offset));
}
[[nodiscard]] inline int type_of(const InnerLayout& layout, Tagged object) noexcept {
  const Tagged map = field_of(object, 0);
  return *reinterpret_cast<const std::uint16_t*>(map - 1 + static_cast<Tagged>(layout.map_type));
}
// NOLINTEND(performance-no-int-to-ptr)

}  // namespace loopscope::js

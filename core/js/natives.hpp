// Node's JavaScript library and this project's modules, as the build put them into the program.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace loopscope::js {

struct Native {
  std::string_view id;  // "internal/util/inspect"
  std::uint32_t offset;
  std::uint32_t length;  // in characters
  bool wide;             // UTF-16 in the machine's order, else Latin-1
};

/// Sorted by id.
[[nodiscard]] std::span<const Native> natives();
/// Null if there is none of this name.
[[nodiscard]] const Native* find_native(std::string_view id);
/// Lives as long as the program.
[[nodiscard]] const char* native_bytes(const Native& native);

}  // namespace loopscope::js

#include "core/js/natives.hpp"

#include <algorithm>

// The assembler takes the file in, because a compiler would need minutes for an array of it.
asm(".section .rodata\n"
    ".balign 16\n"
    ".local loopscope_js_natives\n"
    "loopscope_js_natives:\n"
    ".incbin \"" LOOPSCOPE_NATIVES
    "\"\n"
    ".byte 0\n"
    ".previous\n");

extern "C" const char loopscope_js_natives[];

namespace loopscope::js {
namespace {

constexpr Native all[] = {
#include LOOPSCOPE_NATIVES_TABLE
};

}  // namespace

std::span<const Native> natives() {
  return all;
}

const Native* find_native(std::string_view id) {
  const Native* const found = std::lower_bound(
      std::begin(all), std::end(all), id,
      [](const Native& native, std::string_view wanted) { return native.id < wanted; });
  return found != std::end(all) && found->id == id ? found : nullptr;
}

const char* native_bytes(const Native& native) {
  return loopscope_js_natives + native.offset;
}

}  // namespace loopscope::js

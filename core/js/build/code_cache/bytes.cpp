#include "core/js/code_cache_bytes.hpp"

asm(".section .rodata\n"
    ".balign 16\n"
    ".local loopscope_js_code_cache\n"
    "loopscope_js_code_cache:\n"
    ".incbin \"" LOOPSCOPE_CODE_CACHE
    "\"\n"
    ".local loopscope_js_code_cache_end\n"
    "loopscope_js_code_cache_end:\n"
    ".byte 0\n"
    ".previous\n");

extern "C" const char loopscope_js_code_cache[];
extern "C" const char loopscope_js_code_cache_end[];

namespace loopscope {

std::string_view code_cache_bytes() {
  return {loopscope_js_code_cache,
          static_cast<std::size_t>(loopscope_js_code_cache_end - loopscope_js_code_cache)};
}

}  // namespace loopscope

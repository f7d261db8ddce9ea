// The code cache that the build made, for programs that are linked with it.
#pragma once

#include <string_view>

namespace loopscope {

/// For EngineOptions::code_cache.
[[nodiscard]] std::string_view code_cache_bytes();

}  // namespace loopscope

// Source texts that travel inside a trace, so that it explains itself on another machine.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

inline constexpr std::size_t max_embedded_file_bytes = std::size_t{1} << 20U;
inline constexpr std::size_t max_embedded_bytes = std::size_t{4} << 20U;

/// Reads `paths` into `sources` under the same names. What cannot be read or is too big is left
/// out, with a sentence to `on_error` each.
void embed_sources(const std::vector<std::string>& paths,
                   std::map<std::string, std::string>& sources,
                   const std::function<void(std::string_view)>& on_error);

}  // namespace loopscope

// What simdjson needs to see every field of every line of a file, and nothing else.
#pragma once

#include <cstdint>
#include <string>

namespace loopscope::bench {

/// Maps the file, cuts it into as many parts as threads, each at a newline, and walks them at once.
/// Returns the number of lines. Throws std::runtime_error for a file that is not JSON Lines.
std::uint64_t walk_json_lines(const std::string& path, unsigned threads);

}  // namespace loopscope::bench

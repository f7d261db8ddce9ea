// Sentences in lines that a person likes to read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace loopscope {

/// `text` as printable lines of at most 92 columns (a longer word stands alone), each `indent` from
/// the left and with its newline.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent);

}  // namespace loopscope

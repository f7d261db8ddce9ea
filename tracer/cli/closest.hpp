// The known word that somebody probably meant.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace loopscope {

/// The one of `known` that `word` begins, or that takes the fewest typing errors to become `word`;
/// "" where each takes so many that it would be a guess.
[[nodiscard]] std::string closest(std::string_view word, std::span<const std::string> known);

}  // namespace loopscope

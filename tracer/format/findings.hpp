// What is wrong with a trace, as far as anybody wants to read it.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tracer/format/validate.hpp"

namespace loopscope {

/// Keeps the first few findings and counts the rest.
class Findings {
 public:
  explicit Findings(std::size_t max_kept) : max_kept_(max_kept) {}

  template <typename... Arguments>
  void add(std::uint64_t line, fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    if (kept.size() < max_kept_)
      kept.push_back({line, fmt::format(text, std::forward<Arguments>(arguments)...)});
    else
      ++more;
  }

  std::vector<Finding> kept;
  std::uint64_t more = 0;

 private:
  std::size_t max_kept_;
};

}  // namespace loopscope

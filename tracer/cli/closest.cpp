#include "tracer/cli/closest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace loopscope {
namespace {

// Letters to insert, remove or replace (Levenshtein's distance).
std::size_t typing_errors(std::string_view one, std::string_view other) {
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < one.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < other.size(); ++j) {
      const std::size_t replaced = diagonal + (one[i] == other[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string closest(std::string_view word, std::span<const std::string> known) {
  std::size_t fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
  std::string best;
  for (const std::string& each : known) {
    if (!word.empty() && each.starts_with(word)) return each;
    const std::size_t errors = typing_errors(word, each);
    if (errors >= fewest || errors >= word.size()) continue;
    fewest = errors;
    best = each;
  }
  return best;
}

}  // namespace loopscope

#include "tracer/model/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace loopscope {
namespace {

/// `a + b`, or the largest number there is.
std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
  constexpr std::int64_t top = std::numeric_limits<std::int64_t>::max();
  return a > top - b ? top : a + b;
}

}  // namespace

// Block 0 holds the values below 64, one a bucket; block b > 0 those of 6 + b bits, by the six bits
// after their first.
void Histogram::add(std::int64_t value) {
  value = std::max<std::int64_t>(value, 0);
  const auto bits = static_cast<std::uint64_t>(value);
  const auto width = static_cast<unsigned>(std::bit_width(bits));
  const std::size_t block = width <= sub_bits ? 0 : width - sub_bits;
  const std::uint64_t sub = block == 0 ? bits : (bits >> (block - 1)) - sub_count;
  if (blocks_[block] == nullptr) blocks_[block] = std::make_unique<Block>();
  ++(*blocks_[block])[sub];
  ++count_;
  sum_ = saturating_add(sum_, value);
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
}

std::int64_t Histogram::percentile(double share) const {
  if (count_ == 0) return 0;
  const double wanted = std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count_));
  const std::uint64_t rank = std::max<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1);
  std::uint64_t seen = 0;
  for (std::size_t block = 0; block < block_count; ++block) {
    if (blocks_[block] == nullptr) continue;
    for (std::size_t sub = 0; sub < sub_count; ++sub) {
      seen += (*blocks_[block])[sub];
      if (seen < rank) continue;
      if (block == 0) return static_cast<std::int64_t>(sub);
      const std::uint64_t lowest = (sub_count + sub) << (block - 1);
      const std::uint64_t half = (std::uint64_t{1} << (block - 1)) / 2;
      return std::clamp(static_cast<std::int64_t>(lowest + half), min_, max_);
    }
  }
  return max_;
}

}  // namespace loopscope

// Durations in buckets whose width grows with their value, so that any number of them fits into a
// few kilobytes and a percentile is right to within one percent.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace loopscope {

/// Counts values from 0 up (negative ones count as 0). Count, sum, min and max are exact; a
/// percentile is the middle of its bucket, off by at most 1/128 of its value.
class Histogram {
 public:
  void add(std::int64_t value);

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::int64_t sum() const noexcept { return sum_; }
  [[nodiscard]] std::int64_t max() const noexcept { return max_; }
  [[nodiscard]] std::int64_t min() const noexcept { return count_ == 0 ? 0 : min_; }
  /// The smallest value that at least `share` (0 to 1) of all values do not exceed; 0 if empty.
  [[nodiscard]] std::int64_t percentile(double share) const;

 private:
  static constexpr unsigned sub_bits = 6;
  static constexpr std::size_t sub_count = std::size_t{1} << sub_bits;
  static constexpr std::size_t block_count = 64 - sub_bits;
  using Block = std::array<std::uint64_t, sub_count>;

  std::array<std::unique_ptr<Block>, block_count> blocks_{};  // one for each power of two
  std::uint64_t count_ = 0;
  std::int64_t sum_ = 0;
  std::int64_t min_ = INT64_MAX;
  std::int64_t max_ = 0;
};

}  // namespace loopscope

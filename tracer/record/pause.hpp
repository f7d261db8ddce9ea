// How long the writer sleeps between two looks at the rings.
#pragma once

#include <algorithm>
#include <chrono>

namespace loopscope {

/// Longer while little comes in (each waking costs the traced program some of its processor),
/// shorter while rings fill up (a full ring makes its thread wait, or drop).
class Pause {
 public:
  static constexpr std::chrono::nanoseconds shortest{500'000};
  static constexpr std::chrono::nanoseconds longest{5'000'000};

  explicit Pause(std::chrono::nanoseconds at_most = longest)
      : at_most_(std::clamp(at_most, shortest, longest)) {}

  /// `fullest`: how full the fullest ring was at the last look, 0 to 1.
  [[nodiscard]] std::chrono::nanoseconds next(double fullest) noexcept {
    constexpr double nearly_empty = 1.0 / 32;
    constexpr double filling = 1.0 / 8;
    constexpr double half_full = 1.0 / 2;
    if (fullest >= half_full) return std::chrono::nanoseconds{0};
    if (fullest >= filling) current_ = std::max(current_ / 2, shortest);
    if (fullest < nearly_empty) current_ = std::min(current_ * 2, at_most_);
    return current_;
  }

 private:
  std::chrono::nanoseconds at_most_;
  std::chrono::nanoseconds current_ = shortest;
};

}  // namespace loopscope

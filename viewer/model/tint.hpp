// Which of the palette's colours a box has, in a byte: kept beside the box, so that drawing does
// not look for it in the trace.
#pragma once

#include <array>
#include <cstdint>

#include "tracer/model/trace.hpp"
#include "viewer/model/palette.hpp"

namespace loopscope::viewer {

enum class Tint : std::uint8_t {
  neutral,
  text,
  accent,
  warning,
  connection,  // an event of TCP that is neither a read nor a write
  waiting,     // a connection that waits
  queue,       // and one for each queue: queue + number
};
inline constexpr std::size_t tint_count =
    static_cast<std::size_t>(Tint::queue) + LoopState::queue_count;

[[nodiscard]] constexpr Tint tint_of(Queue queue) noexcept {
  return static_cast<Tint>(static_cast<unsigned>(Tint::queue) + static_cast<unsigned>(queue));
}
/// Of the box that begins with this event.
[[nodiscard]] Tint tint_of(const Trace& trace, std::uint32_t begin);

[[nodiscard]] Colour colour_of(Tint tint, const Palette& palette);

/// All of a palette's colours by tint, and what is written on them.
struct TintColours {
  explicit TintColours(const Palette& palette);
  [[nodiscard]] Colour of(Tint tint) const { return box[static_cast<std::size_t>(tint)]; }
  [[nodiscard]] Colour text_of(Tint tint) const { return text[static_cast<std::size_t>(tint)]; }

  std::array<Colour, tint_count> box{};
  std::array<Colour, tint_count> text{};
};

}  // namespace loopscope::viewer

// The orders of two runs of one program side by side.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tracer/explain/run_diff.hpp"

namespace loopscope::viewer {

enum class Beside : std::uint8_t {
  same,        // both runs did it, in this place of the order
  flipped,     // both did, in another order on its thread; it stands on a line for each
  elsewhere,   // both did, in the same order on its thread, but other threads were faster
  only_one,    // the first run alone
  only_other,  // the second
};
inline constexpr std::size_t beside_count = 5;
/// "same", "flipped", "elsewhere", "only-one", "only-other".
[[nodiscard]] std::string_view name_of(Beside beside) noexcept;

/// A call of a task or a line of output.
struct AlignedLine {
  std::uint32_t one = no_index;  // events: task.begin or log
  std::uint32_t other = no_index;
  /// Of what is flipped or elsewhere: the line with the other run's. Of what one run alone did: the
  /// other's task.queue where that run queued it, but never came to it.
  std::uint32_t there = no_index;
  Beside beside = Beside::same;
};

/// Every item of either run once, in its order. As many as possible that both runs did stand in one
/// line; nothing that came in the same order on its thread is called flipped.
struct AlignedRuns {
  std::vector<AlignedLine> lines;
  std::array<std::uint64_t, beside_count> counts{};  // of items: those of two lines count once
  std::vector<std::uint32_t> differences;            // the first lines of what differs in one go
  std::vector<std::uint32_t> with_one;  // the lines that have an event of the first run
  std::vector<std::uint32_t> with_other;

  [[nodiscard]] std::uint64_t count(Beside beside) const {
    return counts[static_cast<std::size_t>(beside)];
  }
  /// The line that shows an event; no_index where none does.
  [[nodiscard]] std::uint32_t line_of_one(std::uint32_t event) const;
  [[nodiscard]] std::uint32_t line_of_other(std::uint32_t event) const;
  /// The last line whose event of the first run is behind a cursor at `step`; no_index for none.
  [[nodiscard]] std::uint32_t line_at(std::uint32_t step) const;
  /// The first run's event on a line or the first one below it; `end` where there is none.
  [[nodiscard]] std::uint32_t place_in_one(std::uint32_t line, std::uint32_t end) const;
  /// The first line of the next difference behind a line, or of the one before; no_index for none.
  [[nodiscard]] std::uint32_t next_difference(std::uint32_t line) const;
  [[nodiscard]] std::uint32_t previous_difference(std::uint32_t line) const;
  /// Which of the differences a line belongs to, from 1 on; 0 where it does not differ.
  [[nodiscard]] std::size_t difference_at(std::uint32_t line) const;
};

[[nodiscard]] AlignedRuns align(const Trace& other, const PairedRuns& pairs);

}  // namespace loopscope::viewer

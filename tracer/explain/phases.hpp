// The phases of the loop as places on an endless line. Both profiles walk them in the same cyclic
// order: timers, pending, idle, prepare, poll, pending, check, close; they differ only in where a
// turn begins, and in that `modern` runs the timers before it asks whether the loop is alive.
#pragma once

#include <cstdint>

#include "core/probe/vocabulary.hpp"

namespace loopscope {

/// A phase of one turn. main, before the loop, is -1.
using PhasePlace = std::int64_t;

inline constexpr PhasePlace phases_in_turn = 8;
inline constexpr PhasePlace before_the_loop = -1;

/// The place of a phase in the turn that begins at 0. The second `pending` is 5.
[[nodiscard]] constexpr PhasePlace place_of_phase(Phase phase) noexcept {
  switch (phase) {
    case Phase::timers:
      return 0;
    case Phase::pending:
      return 1;
    case Phase::idle:
      return 2;
    case Phase::prepare:
      return 3;
    case Phase::poll:
      return 4;
    case Phase::check:
      return 6;
    case Phase::close:
      break;
  }
  return 7;
}

/// The first place of a phase behind `after`.
[[nodiscard]] constexpr PhasePlace next_place(Phase phase, PhasePlace after) noexcept {
  PhasePlace place = place_of_phase(phase);
  while (place <= after) place += phases_in_turn;
  const bool second_pending =
      phase == Phase::pending && place - 4 > after;  // the one behind poll is nearer
  return second_pending ? place - 4 : place;
}

/// The last place of a phase at or before `until`, which is at least 8.
[[nodiscard]] constexpr PhasePlace last_place(Phase phase, PhasePlace until) noexcept {
  PhasePlace place = place_of_phase(phase) + (until / phases_in_turn) * phases_in_turn;
  return place > until ? place - phases_in_turn : place;
}

}  // namespace loopscope

// Which events begin and end a scope, and which of the open scopes an end means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/probe/vocabulary.hpp"

namespace loopscope {

enum class ScopeKind : std::uint8_t { boot, turn, phase, wait, task, pool };

/// Deeper scopes are left out (Perfetto's limit, too).
inline constexpr std::size_t max_scope_depth = 500;

struct ScopeEnd {
  ScopeKind kind;
  bool any_key;     // whichever is open; else the one with the event's own key
  bool in_segment;  // only down to the callback around it
  bool complete;    // its own end; else it is closed because another one begins
};

[[nodiscard]] constexpr std::optional<ScopeKind> scope_begun_by(Event event) noexcept {
  switch (event) {
    case Event::boot_begin:
      return ScopeKind::boot;
    case Event::turn:
      return ScopeKind::turn;
    case Event::phase_begin:
      return ScopeKind::phase;
    case Event::poll_wait:
      return ScopeKind::wait;
    case Event::task_begin:
      return ScopeKind::task;
    case Event::pool_begin:
      return ScopeKind::pool;
    default:
      return std::nullopt;
  }
}

/// Tasks, work and boot steps are found by what they are, also below others that never ended; the
/// loop's own scopes only down to the callback around them.
[[nodiscard]] constexpr std::optional<ScopeEnd> scope_ended_by(Event event) noexcept {
  switch (event) {
    case Event::boot_end:
      return ScopeEnd{ScopeKind::boot, false, false, true};
    case Event::turn:
    case Event::stop:
      return ScopeEnd{ScopeKind::turn, true, true, true};
    case Event::phase_begin:
      return ScopeEnd{ScopeKind::phase, true, true, false};
    case Event::phase_end:
      return ScopeEnd{ScopeKind::phase, false, false, true};
    case Event::poll_wake:
      return ScopeEnd{ScopeKind::wait, true, true, true};
    case Event::task_end:
      return ScopeEnd{ScopeKind::task, false, false, true};
    case Event::pool_end:
      return ScopeEnd{ScopeKind::pool, false, false, true};
    default:
      return std::nullopt;
  }
}

namespace detail {

inline constexpr std::uint64_t scope_events = [] {
  static_assert(static_cast<unsigned>(Event::unknown) < 64);
  std::uint64_t events = 0;
  for (unsigned i = 0; i <= static_cast<unsigned>(Event::unknown); ++i) {
    const auto event = static_cast<Event>(i);
    if (scope_begun_by(event) || scope_ended_by(event)) events |= std::uint64_t{1} << i;
  }
  return events;
}();

}  // namespace detail

/// Whether it begins or ends one: most do neither.
[[nodiscard]] constexpr bool concerns_scopes(Event event) noexcept {
  return (detail::scope_events >> static_cast<unsigned>(event) & 1U) != 0;
}

/// Between two callbacks: turns and phases never reach across one.
[[nodiscard]] constexpr bool bounds_segment(ScopeKind kind) noexcept {
  return kind == ScopeKind::task || kind == ScopeKind::boot || kind == ScopeKind::pool;
}

/// The place of the scope that ends among the open ones (outermost first), or nothing: an end
/// without its begin is ignored. What is open above it ends too, not complete. `same` tells whether
/// a scope of the kind has the event's key.
template <typename Scopes, typename Same>
[[nodiscard]] std::optional<std::size_t> find_ending(const Scopes& open, const ScopeEnd& end,
                                                     Same same) {
  for (std::size_t i = open.size(); i-- > 0;) {
    if (open[i].kind == end.kind && (end.any_key || same(open[i]))) return i;
    if (end.in_segment && bounds_segment(open[i].kind)) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace loopscope

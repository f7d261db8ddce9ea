// An event in 32 bytes, as a loaded trace keeps it.
#pragma once

#include <cstdint>

#include "tracer/format/event.hpp"

namespace loopscope {

/// Events and other things of a loaded trace by number; this one means none.
inline constexpr std::uint32_t no_index = ~std::uint32_t{0};

/// What `value` and `more` are depends on the event; see PackedBlock. Ids below large_id are the
/// trace's own, others are numbers in the trace's table of large ids.
struct PackedEvent {
  static constexpr std::uint32_t large_id = std::uint32_t{1} << 31U;
  enum Flag : std::uint8_t { repeat = 1, unref = 2, error = 4, valued = 8 };

  std::int64_t t_ns = 0;
  std::int64_t value = 0;  // due, timeout, now or from; else n and its like
  std::uint32_t id = 0;    // id or c
  std::uint32_t by = 0;    // by or task
  std::uint32_t more = 0;  // number of a label, of details, or a plain number
  std::uint16_t lane = 0;  // number of process and thread
  std::uint8_t event = static_cast<std::uint8_t>(Event::unknown);
  std::uint8_t word : 4 = 0;   // q, ph, why, alive, kind, dir, layer or s
  std::uint8_t flags : 4 = 0;  // Flag; of `start` its mode

  [[nodiscard]] Event kind() const noexcept { return static_cast<Event>(event); }
  template <typename Enum>
  [[nodiscard]] Enum as() const noexcept {
    return static_cast<Enum>(word);
  }
  [[nodiscard]] Queue queue() const noexcept { return as<Queue>(); }
  [[nodiscard]] Phase phase() const noexcept { return as<Phase>(); }
  [[nodiscard]] bool has(Flag flag) const noexcept { return (flags & flag) != 0; }
};
static_assert(sizeof(PackedEvent) == 32);

/// The numbers of definitions that come together at one call site, and the delay of its timers.
struct Label {
  static constexpr std::uint32_t no_delay = ~std::uint32_t{0};
  std::uint32_t name = 0;
  std::uint32_t at = 0;
  std::uint32_t fn = 0;
  std::uint32_t delay_ms = no_delay;  // longer ones than fit: the longest
  bool operator==(const Label&) const = default;
};

/// What few events have. Its texts stand one behind the other in an arena.
struct Details {
  const char* texts = nullptr;
  std::int64_t a = 0;  // to; events
  std::int64_t b = 0;  // count; dropped
  std::uint64_t other = 0;
  std::uint32_t sizes[2] = {0, 0};  // text, local, op or the unknown name; peer or error
};

/// How `more` is to be read.
enum class More : std::uint8_t { nothing, label, details, number };

[[nodiscard]] constexpr More more_of(Event event) noexcept {
  switch (event) {
    case Event::task_queue:
    case Event::handle_open:
    case Event::boot_begin:
    case Event::boot_end:
    case Event::mark:
    case Event::counter:
      return More::label;
    case Event::log:
    case Event::tcp_listen:
    case Event::tcp_accept:
    case Event::tcp_connect:
    case Event::tcp_connected:
    case Event::tcp_error:
    case Event::task_end:
    case Event::end:
    case Event::drop:
    case Event::unknown:
      return More::details;
    case Event::tcp_write:
    case Event::turn:
      return More::number;
    default:
      return More::nothing;
  }
}

}  // namespace loopscope

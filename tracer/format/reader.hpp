// Reads a trace, line by line, whatever state the file is in.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tracer/format/error.hpp"
#include "tracer/format/event.hpp"
#include "tracer/format/header.hpp"

namespace loopscope {

/// A longer line is skipped and reported, never held in memory.
inline constexpr std::size_t max_line_bytes = std::size_t{1} << 20U;

struct ReadOptions {
  /// Threads that parse, the caller's own among them. More than one reads ahead.
  unsigned threads = 1;
  /// Keep an unfinished last line for the next call of next(), because the file still grows.
  bool follow = false;
  /// Called, in the order of the file, for every line that is not valid.
  std::function<void(std::uint64_t line, std::string_view reason)> on_problem = {};
  /// Called with some consecutive events, on the thread that parsed them, so that what is made of
  /// them is made in parallel; next_block() then tells that all of a block's were. `slot` names the
  /// block until the call of next_block() after the one that delivers it; it is less than
  /// block_slots(). `first`: they begin the block. They live as long as the call, their texts as
  /// long as the block. Lines count from the block's first, 0.
  std::function<void(std::span<const TraceEvent> events, std::size_t slot, bool first)> on_parsed =
      {};
};

/// Some consecutive events that `on_parsed` has seen.
struct EventBlock {
  std::uint64_t first_line = 0;  // added to the lines of the events, it gives those in the file
  std::size_t slot = 0;
};

/// A stream of events in the order of the file, in bounded memory. Used by one thread; the callback
/// is called on it, inside next().
///
///     TraceReader reader("T.jsonl");
///     while (const TraceEvent* event = reader.next()) show(*event);
class TraceReader {
 public:
  /// `path` may be `-` (standard input), a pipe, or zstd-compressed whatever its name. Throws
  /// TraceError where it cannot be read, is empty, has no header or is of a newer major version.
  explicit TraceReader(const std::string& path, ReadOptions options = {});
  TraceReader(TraceReader&&) noexcept;
  TraceReader& operator=(TraceReader&&) noexcept;
  ~TraceReader();

  [[nodiscard]] const TraceHeader& header() const noexcept;

  /// The next event, its texts valid until the next call; nullptr at the end of the file, where a
  /// later call reads on if the file has grown (and `follow` was asked for). Unknown events are
  /// delivered as Event::unknown. A read error in mid-file is a problem, then the end.
  [[nodiscard]] const TraceEvent* next();
  /// The same for as many events as were parsed at once, with `on_parsed`, which is for it alone.
  [[nodiscard]] std::optional<EventBlock> next_block();
  /// How many blocks may be parsed and not given back; at most 2 * threads + 2.
  [[nodiscard]] std::size_t block_slots() const noexcept;

  /// 0 to 1, how much of the file was delivered; nothing for a pipe.
  [[nodiscard]] std::optional<double> progress() const noexcept;
  /// Lines that were not valid so far.
  [[nodiscard]] std::uint64_t problems() const noexcept;
  /// The last event delivered was `end`: the trace was closed properly, not cut off.
  [[nodiscard]] bool closed() const noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loopscope

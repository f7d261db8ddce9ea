// A block of lines as events.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tracer/format/line_blocks.hpp"
#include "tracer/format/object_reader.hpp"

namespace loopscope {

/// Fill `block`, call parse(), use the rest. Line numbers count from the block's first line, 0.
class ParsedBlock {
 public:
  struct Problem {
    std::uint64_t line = 0;
    std::string reason;
  };
  LineBlock block;
  std::vector<Problem> problems;
  std::uint64_t lines = 0;
  std::size_t slot = 0;  // its number in the pipeline that owns it

  /// Takes some consecutive events; `first`: they are the first of their block. They live as long
  /// as the call, their texts as long as the block is not filled again.
  using Take =
      std::function<void(std::span<const TraceEvent> events, std::size_t slot, bool first)>;

  /// Keeps the events; or hands them to `take`, a few at a time while they are in the core's cache,
  /// and calls it at least once.
  void parse(const Take& take = {});
  /// Those that were kept. Their texts live as long as the block is not filled again.
  [[nodiscard]] std::span<TraceEvent> events() noexcept { return {events_.data(), event_count_}; }
  /// Whether the last line is an `end` that was read.
  [[nodiscard]] bool ends_with_end() const noexcept { return ends_with_end_; }
  [[nodiscard]] bool empty() const noexcept { return lines == 0; }

 private:
  static constexpr std::size_t events_at_once = 32;
  void parse_line(std::string_view line);
  void hand_out(const Take& take);
  [[nodiscard]] TraceEvent& next_event();
  void keep(ObjectReader::Result result);
  void keep();
  void refuse(std::string reason);

  simdjson::ondemand::parser parser_;
  ObjectReader reader_;
  std::vector<TraceEvent> events_;  // keeps its size from block to block
  std::size_t event_count_ = 0;
  bool first_ = true;
  bool ends_with_end_ = false;
};

}  // namespace loopscope

// A block of lines as events.
#pragma once

#include <simdjson.h>

#include <cstdint>
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

  void parse();
  /// Their texts live as long as the block is not filled again.
  [[nodiscard]] std::span<TraceEvent> events() noexcept { return {events_.data(), event_count_}; }

 private:
  void parse_line(std::string_view line);
  [[nodiscard]] TraceEvent& next_event();
  void keep(ObjectReader::Result result);
  void refuse(std::string reason);

  simdjson::ondemand::parser parser_;
  ObjectReader reader_;
  std::vector<TraceEvent> events_;  // keeps its size from block to block
  std::size_t event_count_ = 0;
};

}  // namespace loopscope

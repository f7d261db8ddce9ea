// The source texts that a trace holds in its `source` lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "tracer/format/event.hpp"

namespace loopscope {

/// Puts the pieces together while a trace is read. What a damaged or hostile trace has of them is
/// bounded: what is too much, or out of its order, is left out.
class SourceTexts {
 public:
  static constexpr std::size_t max_bytes = std::size_t{16} << 20U;  // of all texts and their names
  static constexpr std::size_t max_files = 1024;

  /// A `source` event's piece. Returns what is wrong with it, or "".
  std::string_view take(const TraceEvent& event);

  /// By file; the text of one whose pieces are not all there ends where the first is missing.
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& texts() const noexcept {
    return texts_;
  }

 private:
  std::string_view begin(const TraceEvent& event);
  std::string_view go_on(const TraceEvent& event);

  std::map<std::string, std::string, std::less<>> texts_;
  std::string file_;       // whose pieces come
  std::int64_t next_ = 0;  // 0: of none
  std::size_t bytes_ = 0;
};

}  // namespace loopscope

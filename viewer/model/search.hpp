// Finding tasks, lines of output and marks by name or number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tracer/model/trace.hpp"

namespace loopscope::viewer {

/// The results of one query, in the order of the trace.
class Search {
 public:
  static constexpr std::size_t max_matches = 1'000'000;

  /// Names, output and marks that contain `query` whatever its case; "#12" finds task, handle or
  /// connection 12. An empty query finds nothing.
  void run(const Trace& trace, std::string query);
  void clear();

  [[nodiscard]] const std::string& query() const noexcept { return query_; }
  [[nodiscard]] bool active() const noexcept { return !query_.empty(); }
  [[nodiscard]] std::size_t count() const noexcept { return matches_.size(); }
  /// The begin of a box, or a point.
  [[nodiscard]] bool matches(std::uint32_t begin) const;
  /// The next or previous match seen from an event, around the end; no_index without any.
  [[nodiscard]] std::uint32_t next(std::uint32_t from) const;
  [[nodiscard]] std::uint32_t previous(std::uint32_t from) const;
  /// The match's number, from 1; 0 for what is none.
  [[nodiscard]] std::size_t position(std::uint32_t match) const;

 private:
  std::string query_;
  std::vector<std::uint32_t> matches_;
};

}  // namespace loopscope::viewer

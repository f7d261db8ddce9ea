// The handles of a trace by id, so that an event that names one can say which.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>

#include "tracer/format/event.hpp"

namespace loopscope {

struct HandleFacts {
  HandleKind kind = HandleKind::timer;
  std::uint32_t name = 0;
};

/// Keeps the open handles and the latest `max_closed` closed ones, because their last events come
/// after `handle.close`.
class HandleTable {
 public:
  static constexpr std::size_t max_open = std::size_t{1} << 24U;
  static constexpr std::size_t max_closed = 65536;

  /// Takes `handle.open` and `handle.close`, ignores all others.
  void apply(const TraceEvent& event);
  /// nullptr for an id that was never opened, or closed long ago.
  [[nodiscard]] const HandleFacts* find(std::uint64_t id) const;

 private:
  void close(std::uint64_t id);

  std::unordered_map<std::uint64_t, HandleFacts> handles_;
  std::deque<std::uint64_t> closed_;
};

}  // namespace loopscope

// One recorded event, as it travels from the thread where it happened to the writer.
#pragma once

#include <cstdint>
#include <type_traits>

#include "core/probe/vocabulary.hpp"

namespace loopscope {

/// 32 bytes; what the fields mean for each event stands beside its enumerator.
struct Record {
  std::uint64_t ticks;  // Clock ticks, never going backwards on one thread
  Event event;
  std::uint16_t small;
  std::uint32_t text;  // an interned name (0: none) unless the event says otherwise
  std::uint64_t a;
  std::uint64_t b;
};

static_assert(sizeof(Record) == 32);
static_assert(std::is_trivially_copyable_v<Record>);

}  // namespace loopscope

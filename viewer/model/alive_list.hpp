// What keeps the loop alive, for a panel: of one loop, and no more than anybody reads.
#pragma once

#include <cstdint>
#include <vector>

#include "tracer/explain/alive.hpp"

namespace loopscope::viewer {

/// At a step, of the loop of a process, in a trace that has so many events.
struct AliveAsked {
  std::uint32_t step = 0;
  std::uint32_t process = 0;
  std::uint32_t events = 0;
  bool operator==(const AliveAsked&) const = default;
};

struct AliveList {
  static constexpr std::size_t max_listed = 200;
  std::vector<AliveThing> things;  // as `loopscope alive` lists them, the first of them
  std::size_t count = 0;           // also of those that are not listed
};

[[nodiscard]] AliveList alive_list(const Trace& trace, const AliveAsked& asked);

/// What a click on it selects: the callback that it waits for, or where it was opened or queued.
[[nodiscard]] std::uint32_t subject_of(const Trace& trace, const AliveThing& thing);
[[nodiscard]] bool is_handle(const Trace& trace, const AliveThing& thing);
/// "opened by main#1 at server.js:3".
[[nodiscard]] std::string origin_of(const Trace& trace, const AliveThing& thing);

}  // namespace loopscope::viewer

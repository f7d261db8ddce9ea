// Which process and thread number an event gets in a Chrome trace.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <unordered_set>

#include "tracer/format/definitions.hpp"

namespace loopscope {

struct ChromeTrack {
  std::int64_t pid = 0;
  std::int64_t tid = 0;
};

/// The operating system's numbers where the trace has them and importers take them (1 to 2^32-1, no
/// two processes alike), else numbers of its own. A main thread without a number has its process's.
class ChromeTracks {
 public:
  ChromeTracks(const Definitions& definitions, std::int64_t header_pid)
      : definitions_(definitions), header_pid_(header_pid) {}

  /// The same answer for the same numbers, for the whole trace.
  ChromeTrack track(std::uint32_t process, std::uint32_t thread);
  std::int64_t pid(std::uint32_t process);

 private:
  [[nodiscard]] std::int64_t wanted_pid(std::uint32_t process) const;
  [[nodiscard]] std::int64_t wanted_tid(std::uint32_t process, std::uint32_t thread,
                                        std::int64_t pid) const;

  const Definitions& definitions_;
  std::int64_t header_pid_;
  std::unordered_map<std::uint32_t, std::int64_t> pids_;
  std::unordered_map<std::uint64_t, std::int64_t> tids_;
  std::unordered_set<std::int64_t> used_pids_;
  std::unordered_map<std::int64_t, std::unordered_set<std::int64_t>> used_tids_;  // by pid
};

}  // namespace loopscope

// The names, locations, threads and processes that a trace's events refer to by number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tracer/format/event.hpp"

namespace loopscope {

/// Filled by its owner from the `def` events of one trace, in order. A number may be defined again
/// (the later text counts).
class Definitions {
 public:
  struct Location {
    std::string file;
    std::string function;
    std::int64_t line = 0;
    std::int64_t column = 0;  // 0: unknown
  };
  struct Owner {  // a thread or a process
    std::string name;
    std::int64_t os_id = 0;  // tid or pid; 0: unknown
  };
  struct Limits {
    std::size_t entries = std::size_t{1} << 22U;  // of all kinds together
    std::size_t bytes = std::size_t{512} << 20U;  // of all texts
  };

  Definitions() = default;
  explicit Definitions(Limits limits) : limits_(limits) {}

  /// Takes a `def` event and ignores all others. False where it did not fit into the limits.
  bool add(const TraceEvent& event);

  /// "" for 0 and for what was never defined.
  [[nodiscard]] std::string_view name(std::uint32_t number) const;
  /// nullptr for 0 and for what was never defined.
  [[nodiscard]] const Location* location(std::uint32_t number) const;
  [[nodiscard]] const Owner* thread(std::uint32_t process, std::uint32_t thread) const;
  [[nodiscard]] const Owner* process(std::uint32_t process) const;

 private:
  [[nodiscard]] bool fits(const TraceEvent& event);
  static std::uint64_t thread_key(std::uint32_t process, std::uint32_t thread) {
    return std::uint64_t{process} << 32U | thread;
  }

  Limits limits_;
  std::size_t entries_ = 0;
  std::size_t bytes_ = 0;
  std::unordered_map<std::uint32_t, std::string> names_;
  std::unordered_map<std::uint32_t, Location> locations_;
  std::unordered_map<std::uint64_t, Owner> threads_;
  std::unordered_map<std::uint32_t, Owner> processes_;
};

}  // namespace loopscope

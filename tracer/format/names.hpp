// The words of docs/trace-format.md for every enumeration of the vocabulary: one table each, used
// by the writer and the reader.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/probe/vocabulary.hpp"
#include "tracer/format/event.hpp"

namespace loopscope {

/// Specialised below: `all[i]` is the word for the enumerator of value i; "" where it has none.
template <typename Enum>
struct Names;

template <>
struct Names<Event> {
  static constexpr auto all = std::to_array<std::string_view>({"",
                                                               "",
                                                               "",
                                                               "",
                                                               "start",
                                                               "stop",
                                                               "end",
                                                               "boot.begin",
                                                               "boot.end",
                                                               "turn",
                                                               "phase.begin",
                                                               "phase.end",
                                                               "poll.wait",
                                                               "poll.wake",
                                                               "poll.ready",
                                                               "task.queue",
                                                               "task.begin",
                                                               "task.end",
                                                               "task.cancel",
                                                               "task.ref",
                                                               "task.unref",
                                                               "handle.open",
                                                               "handle.start",
                                                               "handle.stop",
                                                               "handle.ref",
                                                               "handle.unref",
                                                               "handle.close",
                                                               "tcp.listen",
                                                               "tcp.accept",
                                                               "tcp.connect",
                                                               "tcp.connected",
                                                               "tcp.read",
                                                               "tcp.write",
                                                               "tcp.again",
                                                               "tcp.drain",
                                                               "tcp.shutdown",
                                                               "tcp.eof",
                                                               "tcp.close",
                                                               "tcp.error",
                                                               "async.send",
                                                               "pool.begin",
                                                               "pool.end",
                                                               "log",
                                                               "mark",
                                                               "counter",
                                                               "drop",
                                                               "def",
                                                               ""});
  static_assert(all.size() == static_cast<std::size_t>(Event::unknown) + 1);
};

template <>
struct Names<Field> {
  static constexpr auto all = std::to_array<std::string_view>(
      {"t",       "e",       "th",     "p",       "id",    "c",      "by",    "task",
       "server",  "name",    "at",     "fn",      "q",     "ph",     "why",   "alive",
       "mode",    "kind",    "dir",    "layer",   "s",     "repeat", "ref",   "error",
       "due",     "timeout", "now",    "from",    "to",    "n",      "len",   "ready",
       "backlog", "worker",  "count",  "exit",    "value", "queued", "line",  "column",
       "tid",     "pid",     "events", "dropped", "text",  "op",     "local", "peer"});
  static_assert(all.size() == field_count);
};

template <>
struct Names<Phase> {
  static constexpr auto all = std::to_array<std::string_view>(
      {"timers", "pending", "idle", "prepare", "poll", "check", "close"});
};

template <>
struct Names<Queue> {
  static constexpr auto all =
      std::to_array<std::string_view>({"timer", "pending", "idle", "prepare", "io", "check",
                                       "close", "tick", "microtask", "pool", "main"});
};

template <>
struct Names<RunMode> {
  static constexpr auto all = std::to_array<std::string_view>({"default", "once", "nowait"});
};

template <>
struct Names<AliveReason> {
  static constexpr auto all =
      std::to_array<std::string_view>({"none", "handle", "request", "pending", "closing"});
};

template <>
struct Names<PollReason> {
  static constexpr auto all =
      std::to_array<std::string_view>({"run-nowait", "stopped", "nothing-active", "idle",
                                       "immediate", "pending", "closing", "timer", "no-timer"});
};

template <>
struct Names<HandleKind> {
  static constexpr auto all = std::to_array<std::string_view>(
      {"timer", "idle", "prepare", "check", "async", "signal", "tcp", "tcp-server", "watcher"});
};

template <>
struct Names<Direction> {
  static constexpr auto all = std::to_array<std::string_view>({"read", "write"});
};

template <>
struct Names<Layer> {
  static constexpr auto all = std::to_array<std::string_view>({"js", "c++", "c"});
};

template <>
struct Names<Stream> {
  static constexpr auto all = std::to_array<std::string_view>({"out", "err"});
};

template <>
struct Names<DefinitionKind> {
  static constexpr auto all =
      std::to_array<std::string_view>({"name", "location", "thread", "process", ""});
};

/// "" for a value that has no word.
template <typename Enum>
[[nodiscard]] constexpr std::string_view name_of(Enum value) noexcept {
  const auto index = static_cast<std::size_t>(value);
  return index < Names<Enum>::all.size() ? Names<Enum>::all[index] : std::string_view{};
}

/// A hash table from word to value, built by the compiler.
template <typename Enum>
class NameTable {
 public:
  constexpr NameTable() {
    slots_.fill(none);
    for (std::size_t i = 0; i < Names<Enum>::all.size(); ++i)
      if (!Names<Enum>::all[i].empty()) insert(i);
  }
  [[nodiscard]] constexpr std::optional<Enum> find(std::string_view word) const noexcept {
    if (word.empty()) return std::nullopt;
    for (std::size_t slot = hash(word); slots_[slot] != none; slot = (slot + 1) % slot_count)
      if (Names<Enum>::all[slots_[slot]] == word) return static_cast<Enum>(slots_[slot]);
    return std::nullopt;
  }

 private:
  static constexpr std::size_t slot_count = 256;
  static constexpr std::uint8_t none = 255;
  static constexpr std::size_t hash(std::string_view word) noexcept {
    const auto at = [word](std::size_t i) { return static_cast<std::uint8_t>(word[i]); };
    return (word.size() + at(0) * 3U + at(word.size() - 1) * 29U + at(word.size() / 2) * 11U) %
           slot_count;
  }
  constexpr void insert(std::size_t index) {
    std::size_t slot = hash(Names<Enum>::all[index]);
    while (slots_[slot] != none) slot = (slot + 1) % slot_count;
    slots_[slot] = static_cast<std::uint8_t>(index);
  }
  std::array<std::uint8_t, slot_count> slots_{};
};

template <typename Enum>
inline constexpr NameTable<Enum> name_table{};

/// The enumerator for a word, or nothing.
template <typename Enum>
[[nodiscard]] constexpr std::optional<Enum> from_name(std::string_view word) noexcept {
  return name_table<Enum>.find(word);
}

/// `ECONNREFUSED` for an errno; `EUNKNOWN` where the system has no name for it.
[[nodiscard]] std::string_view errno_name(int error) noexcept;

}  // namespace loopscope

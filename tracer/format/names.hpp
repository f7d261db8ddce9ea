// The words of docs/trace-format.md for every enumeration of the vocabulary: one table each, used
// by the writer and the reader.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
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
                                                               "source",
                                                               ""});
  static_assert(all.size() == static_cast<std::size_t>(Event::unknown) + 1);
};

template <>
struct Names<Field> {
  static constexpr auto all = std::to_array<std::string_view>(
      {"t",     "e",      "th",   "p",      "id",    "c",       "by",     "task",    "server",
       "name",  "at",     "fn",   "q",      "ph",    "why",     "alive",  "mode",    "kind",
       "dir",   "layer",  "s",    "repeat", "ref",   "error",   "due",    "timeout", "now",
       "from",  "to",     "n",    "len",    "ready", "backlog", "worker", "count",   "exit",
       "value", "queued", "line", "column", "tid",   "pid",     "events", "dropped", "text",
       "op",    "local",  "peer", "file",   "delay"});
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
      {"timer", "idle", "prepare", "check", "async", "signal", "tcp", "tcp-server"});
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

/// A short word as two numbers, which compare and hash faster than text.
struct PackedWord {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  static constexpr std::size_t max_size = 16;
  bool operator==(const PackedWord&) const = default;
};

/// Longer words than max_size make no table entry.
[[nodiscard]] constexpr PackedWord pack(std::string_view word) noexcept {
  PackedWord packed;
  for (std::size_t i = 0; i < word.size() && i < PackedWord::max_size; ++i)
    (i < 8 ? packed.low : packed.high) |= std::uint64_t{static_cast<std::uint8_t>(word[i])}
                                          << 8U * (i % 8U);
  return packed;
}

/// The same for a word behind whose start max_size characters can be read.
[[nodiscard]] inline PackedWord pack_padded(std::string_view word) noexcept {
  const auto mask = [](std::size_t bytes) {
    return bytes >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8U * bytes) - 1;
  };
  std::array<std::uint64_t, 2> words{};
  std::memcpy(words.data(), word.data(), sizeof words);
  return {words[0] & mask(word.size()), words[1] & mask(word.size() < 8 ? 0 : word.size() - 8)};
}

/// A hash table from word to value, built by the compiler.
template <typename Enum>
class NameTable {
 public:
  constexpr NameTable() {
    slots_.fill(none);
    for (std::size_t i = 0; i < Names<Enum>::all.size(); ++i)
      if (!Names<Enum>::all[i].empty()) insert(pack(Names<Enum>::all[i]), i);
  }
  [[nodiscard]] constexpr std::optional<Enum> find(const PackedWord& word) const noexcept {
    for (std::size_t slot = hash(word); slots_[slot] != none; slot = (slot + 1) % slot_count)
      if (words_[slots_[slot]] == word) return static_cast<Enum>(slots_[slot]);
    return std::nullopt;
  }

 private:
  static constexpr std::size_t slot_count = 256;
  static constexpr std::uint8_t none = 255;
  static constexpr std::size_t hash(const PackedWord& word) noexcept {
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
    return ((word.low ^ word.high * 31U) * odd) >> 56U;
  }
  constexpr void insert(const PackedWord& word, std::size_t index) {
    std::size_t slot = hash(word);
    while (slots_[slot] != none) slot = (slot + 1) % slot_count;
    slots_[slot] = static_cast<std::uint8_t>(index);
    words_[index] = word;
  }
  std::array<std::uint8_t, slot_count> slots_{};
  std::array<PackedWord, Names<Enum>::all.size()> words_{};
};

template <typename Enum>
inline constexpr NameTable<Enum> name_table{};

/// May stand in a table: not empty, not too long, and not like a shorter word, padded.
[[nodiscard]] constexpr bool is_packable(std::string_view word) noexcept {
  return !word.empty() && word.size() <= PackedWord::max_size && word.back() != '\0';
}

/// The enumerator for a word, or nothing.
template <typename Enum>
[[nodiscard]] constexpr std::optional<Enum> from_name(std::string_view word) noexcept {
  if (!is_packable(word)) return std::nullopt;
  return name_table<Enum>.find(pack(word));
}

/// The same for a word behind whose start PackedWord::max_size characters can be read.
template <typename Enum>
[[nodiscard]] inline std::optional<Enum> from_padded(std::string_view word) noexcept {
  if (!is_packable(word)) return std::nullopt;
  return name_table<Enum>.find(pack_padded(word));
}

/// `ECONNREFUSED` for an errno; `EUNKNOWN` where the system has no name for it.
[[nodiscard]] std::string_view errno_name(int error) noexcept;

}  // namespace loopscope

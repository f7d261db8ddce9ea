// What has to be remembered of one recorded thread between its records.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/probe/record.hpp"

namespace loopscope {

/// Operand records wait here for the event that they belong to: the thread's next one.
struct Operands {
  struct Address {
    bool set = false;
    AddressFamily family = AddressFamily::v4;
    std::uint16_t port = 0;
    std::array<std::uint64_t, 2> words{};  // the bytes, in network order
  };
  bool any = false;
  bool error = false;
  bool has_due = false;
  std::uint64_t due_ns = 0;
  std::uint64_t delay_ms = 0;
  std::uint32_t callee = 0;
  Address local;
  Address peer;
  std::string text;

  /// More text than this on one event is cut.
  static constexpr std::size_t max_text_bytes = 65536;

  void take(const Record& operand);
  void clear() noexcept;
};

/// The tasks that run on one thread, outermost first; the innermost is the `by` or `task` of what
/// is recorded. A pool task runs on its worker from pool.begin to pool.end.
class RunningTasks {
 public:
  /// Deeper ones are counted, but are not `by` or `task` of anything.
  static constexpr std::size_t max_depth = 1024;

  /// 0: none.
  [[nodiscard]] std::uint64_t innermost() const noexcept { return ids_.empty() ? 0 : ids_.back(); }
  void begin(std::uint64_t id);
  /// Ends also those inside it that never ended.
  void end(std::uint64_t id) noexcept;
  /// After a loss nobody knows which of them still run.
  void forget() noexcept;

 private:
  std::vector<std::uint64_t> ids_;
  std::size_t too_deep_ = 0;
};

struct ThreadState {
  bool defined = false;
  std::uint64_t last_ns = 0;  // time of its last line
  std::uint64_t dropped = 0;  // sum of its drop lines
  std::string key;            // ,"th":N or nothing
  Operands operands;
  RunningTasks tasks;
};

/// Everything of an event's line between its head ({"t":1,"e":"turn") and its closing brace,
/// written at `to`: at most max_field_bytes, and max_escaped_growth times the operand text and
/// `operation` (which names what failed in a tcp.error).
[[nodiscard]] char* put_event_fields(char* to, const ThreadState& thread, const Record& record,
                                     std::string_view operation);
inline constexpr std::size_t max_field_bytes = 384;

}  // namespace loopscope

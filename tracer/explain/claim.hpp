// What an order file says about every run of a program (docs/explain.md): claims, one a line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

struct OrderClaim {
  enum class Kind : std::uint8_t {
    before,           // A before B
    directly_after,   // A directly after B
    tick_chain,       // no tick chain longer than N
    microtask_chain,  // no microtask chain longer than N
    callback_time,    // no callback over N ms
    exits,
  };
  static constexpr std::size_t max_claims = 10'000;

  Kind kind = Kind::exits;
  std::size_t line = 0;  // in the file, from 1
  std::string text;      // as it stands there, without its comment
  std::string a;         // without quotes
  std::string b;
  std::int64_t limit = 0;  // tasks of a chain; ns of a callback
};

/// The claims of an order file. Throws TraceError where a line is none, or where there are none or
/// too many: `path` and the line's number, what is wrong, and which lines there are.
[[nodiscard]] std::vector<OrderClaim> parse_claims(std::string_view text, const std::string& path);

}  // namespace loopscope

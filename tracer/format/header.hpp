// The first line of a trace.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

/// The version that is written, and the only one that is read.
inline constexpr std::int64_t trace_format_version = 1;
/// A header line may be longer than other lines because it may hold source texts.
inline constexpr std::size_t max_header_bytes = std::size_t{16} << 20U;

/// Fields of docs/trace-format.md under the same names.
struct TraceHeader {
  std::string clock = "monotonic";  // tsc, monotonic or virtual
  std::string start;                // UTC, as 2026-11-23T05:37:08.123456789Z
  std::string profile = "modern";   // modern or classic
  std::string runtime = "reactor";
  std::string process;
  std::int64_t pid = 0;
  std::vector<std::string> argv;
  std::uint64_t grain_ns = 1'000'000;
  std::string fidelity;  // of microtasks: exact or hooks; "" where all is the reactor's own
  std::map<std::string, std::string> sources;  // path to text
};

/// One JSON line with its newline. Invalid UTF-8 becomes U+FFFD.
[[nodiscard]] std::string to_line(const TraceHeader& header);

/// Throws TraceError where the line is no header or is of another major version; `file` names the
/// trace in the message. Unknown fields are ignored, missing ones keep their defaults.
[[nodiscard]] TraceHeader parse_header(std::string_view line, std::string_view file);

/// `start` from nanoseconds since 1970, and back; the second throws TraceError on other text.
[[nodiscard]] std::string utc_text(std::int64_t unix_ns);
[[nodiscard]] std::int64_t unix_ns(std::string_view utc_text);

}  // namespace loopscope

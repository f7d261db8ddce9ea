// Times as people write and read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope {

/// "1.2ms", "300us" (or µs), "5s", "2m" or plain nanoseconds as a time in nanoseconds. Throws
/// std::invalid_argument with a sentence for the user on anything else, also where it does not fit.
[[nodiscard]] std::int64_t parse_time(std::string_view text);

/// Three significant digits with a unit: "980 ns", "41.2 µs", "5.00 ms", "2.50 s".
[[nodiscard]] std::string duration_text(std::int64_t ns);

/// A moment of a trace: "3.934 ms".
[[nodiscard]] std::string moment_text(std::int64_t ns);

/// "13 bytes", "4.20 MB".
[[nodiscard]] std::string bytes_text(std::uint64_t bytes);

}  // namespace loopscope

// Numbers and texts as Chrome's trace importers need them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope {

/// Nanoseconds as microseconds with up to three decimals: 1234567 -> 1234.567. Not negative.
void append_us(std::string& out, std::int64_t ns);

/// The length of [begin_ns, end_ns) as the number of microseconds for which, in doubles,
/// begin + length == end: importers compare such sums. Where there is none, the nearest.
void append_duration_us(std::string& out, std::int64_t begin_ns, std::int64_t end_ns);

/// An end as near as possible to `end_ns`, at least `floor_ns`, for which there is such a length:
/// early in a trace, one length in two hundred has none.
[[nodiscard]] std::int64_t drawable_end_ns(std::int64_t begin_ns, std::int64_t end_ns,
                                           std::int64_t floor_ns);

void append_number(std::string& out, std::int64_t value);
void append_number(std::string& out, std::uint64_t value);
/// "0x1f", quoted.
void append_hex(std::string& out, std::uint64_t value);

/// A quoted JSON string in valid UTF-8: control characters are escaped, NUL and what is no UTF-8
/// (lone surrogates, too) become U+FFFD. Cut after `max_bytes` bytes.
void append_text(std::string& out, std::string_view text, std::size_t max_bytes = 4096);

/// As append_text(), for the name of an event: never empty, and none of the names that make an
/// importer take the file for something else.
void append_event_name(std::string& out, std::string_view name);

}  // namespace loopscope

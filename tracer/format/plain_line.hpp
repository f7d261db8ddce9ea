// The fast way to read a line: the form in which traces are written.
#pragma once

#include "tracer/format/event.hpp"

namespace loopscope {

/// Reads one line that is JSON of the plainest kind: known keys, values of their types, integers of
/// at most 18 digits, ASCII texts without escapes, at most one space between tokens. Returns the
/// position of the newline behind it, or nullptr for every other line, good or bad: those are for
/// ObjectReader, which gives the same event for a plain line. A newline must stand behind the last
/// line, and line_padding readable characters behind that.
[[nodiscard]] const char* read_plain_line(const char* line, TraceEvent& event) noexcept;

}  // namespace loopscope

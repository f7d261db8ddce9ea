// An event that was read, as a line again.
#pragma once

#include "tracer/format/event.hpp"
#include "tracer/format/line_buffer.hpp"

namespace loopscope {

/// Appends one line with exactly the keys in event.fields (t and e always are), for tools that
/// rewrite traces. Not for Event::unknown, whose fields are not known.
void append_line(LineBuffer& buffer, const TraceEvent& event);

}  // namespace loopscope

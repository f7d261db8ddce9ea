// docs/trace.schema.json, inside of the program.
#pragma once

#include <string_view>

namespace loopscope {

/// The JSON Schema of one line of a trace, as text that ends in a newline.
[[nodiscard]] std::string_view trace_schema() noexcept;

}  // namespace loopscope

// Why poll does not wait, or waits only for I/O, in words.
#pragma once

#include <string_view>

#include "core/probe/vocabulary.hpp"

namespace loopscope {

/// "an immediate is queued"
[[nodiscard]] std::string_view reason_text(PollReason reason) noexcept;

}  // namespace loopscope

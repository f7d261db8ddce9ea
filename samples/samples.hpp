// Every sample there is. One file a sample; samples.cpp lists them.
#pragma once

#include <span>

#include "samples/sample.hpp"

namespace loopscope {

/// In the order in which they teach.
[[nodiscard]] std::span<const Sample> all_samples();

/// nullptr where there is none of this name.
[[nodiscard]] const Sample* find_sample(std::string_view name);

extern const Sample ordering_sample;
extern const Sample closing_sample;
extern const Sample tcp_sample;

}  // namespace loopscope

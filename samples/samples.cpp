#include "samples/samples.hpp"

#include <algorithm>
#include <array>

namespace loopscope {
namespace {

constexpr auto samples = std::to_array<Sample>({
    {"closing", "close callbacks come last in a turn, and the handle closed last is called first",
     run_closing},
});

}  // namespace

std::span<const Sample> all_samples() {
  return samples;
}

const Sample* find_sample(std::string_view name) {
  const auto* found = std::find_if(samples.begin(), samples.end(),
                                   [name](const Sample& sample) { return sample.name == name; });
  return found == samples.end() ? nullptr : found;
}

}  // namespace loopscope

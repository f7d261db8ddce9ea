#include "samples/samples.hpp"

#include <algorithm>
#include <array>

namespace loopscope {

std::span<const Sample> all_samples() {
  static const auto samples = std::to_array<Sample>({
      ordering_sample,
      closing_sample,
      tcp_sample,
  });
  return samples;
}

const Sample* find_sample(std::string_view name) {
  const std::span<const Sample> samples = all_samples();
  const auto found = std::find_if(samples.begin(), samples.end(),
                                  [name](const Sample& sample) { return sample.name == name; });
  return found == samples.end() ? nullptr : &*found;
}

}  // namespace loopscope

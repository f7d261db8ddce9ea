#include "samples/samples.hpp"

#include <algorithm>
#include <array>

namespace loopscope {

std::span<const Sample> all_samples() {
  static const auto samples = std::to_array<Sample>({
      ordering_sample,
      timeout_or_immediate_sample,
      microtasks_sample,
      starvation_sample,
      nested_immediates_sample,
      unref_sample,
      closing_sample,
      why_alive_sample,
      startup_sample,
      thread_pool_sample,
      tcp_sample,
      many_clients_sample,
      refused_sample,
      slow_reader_sample,
      blocking_sample,
      busy_polling_sample,
      select_sample,
      epoll_sample,
      series_server_sample,
      fork_server_sample,
      thread_server_sample,
      event_server_sample,
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

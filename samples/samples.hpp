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
extern const Sample timeout_or_immediate_sample;
extern const Sample microtasks_sample;
extern const Sample starvation_sample;
extern const Sample nested_immediates_sample;
extern const Sample unref_sample;
extern const Sample closing_sample;
extern const Sample why_alive_sample;
extern const Sample startup_sample;
extern const Sample thread_pool_sample;
extern const Sample tcp_sample;
extern const Sample many_clients_sample;
extern const Sample refused_sample;
extern const Sample slow_reader_sample;
extern const Sample blocking_sample;
extern const Sample busy_polling_sample;
extern const Sample select_sample;
extern const Sample epoll_sample;
extern const Sample series_server_sample;
extern const Sample fork_server_sample;
extern const Sample thread_server_sample;
extern const Sample event_server_sample;

}  // namespace loopscope

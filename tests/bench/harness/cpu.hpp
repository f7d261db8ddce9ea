// Processor time and where threads run. Other jobs share the machine, so costs are counted in
// processor time wherever one thread does the work.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <utility>

namespace loopscope::bench {

/// The core of what is measured, and the core of its counterpart (client, reader).
inline constexpr int measured_core = 0;
inline constexpr int other_core = 1;

/// Pins the calling thread; does nothing on a machine without that core.
void pin_to_core(int core);
/// Lets the calling thread, and threads made from it later, run anywhere again.
void unpin();

/// Used so far by the calling thread.
[[nodiscard]] double thread_cpu_ns();
/// Used so far by all threads of a live process. Throws std::system_error when it is gone.
[[nodiscard]] double process_cpu_ns(pid_t process);
/// Used so far by the main thread of a live process. Throws std::runtime_error when it is gone.
[[nodiscard]] double main_thread_cpu_ns(pid_t process);

/// Processor time of one call on this thread.
template <typename Work>
[[nodiscard]] double cpu_ns_of(Work&& work) {
  const double before = thread_cpu_ns();
  std::forward<Work>(work)();
  return thread_cpu_ns() - before;
}

/// By the wall clock, for work that several threads share.
template <typename Work>
[[nodiscard]] double wall_ns_of(Work&& work) {
  const auto before = std::chrono::steady_clock::now();
  std::forward<Work>(work)();
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - before)
      .count();
}

}  // namespace loopscope::bench

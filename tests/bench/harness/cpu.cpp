#include "tests/bench/harness/cpu.hpp"

#include <sched.h>

#include <ctime>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

namespace loopscope::bench {
namespace {

double read_clock_ns(clockid_t clock) {
  timespec ts{};
  if (clock_gettime(clock, &ts) != 0)
    throw std::system_error(errno, std::generic_category(), "Cannot read a processor-time clock");
  return static_cast<double>(ts.tv_sec) * 1e9 + static_cast<double>(ts.tv_nsec);
}

int core_count() {
  return static_cast<int>(std::thread::hardware_concurrency());
}

}  // namespace

void pin_to_core(int core) {
  if (core >= core_count()) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<unsigned>(core), &set);
  sched_setaffinity(0, sizeof set, &set);
}

void unpin() {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (int core = 0; core < core_count(); ++core) CPU_SET(static_cast<unsigned>(core), &set);
  sched_setaffinity(0, sizeof set, &set);
}

double thread_cpu_ns() {
  return read_clock_ns(CLOCK_THREAD_CPUTIME_ID);
}

double process_cpu_ns(pid_t process) {
  clockid_t clock{};
  if (const int error = clock_getcpuclockid(process, &clock); error != 0)
    throw std::system_error(error, std::generic_category(), "Cannot find a process's clock");
  return read_clock_ns(clock);
}

double main_thread_cpu_ns(pid_t process) {
  const std::string id = std::to_string(process);
  std::ifstream file("/proc/" + id + "/task/" + id + "/schedstat");
  double run_ns = 0;
  if (!(file >> run_ns))
    throw std::runtime_error("Cannot read the processor time of process " + id +
                             " from /proc; the kernel needs CONFIG_SCHED_INFO.");
  return run_ns;
}

}  // namespace loopscope::bench

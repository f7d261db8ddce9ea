// Preloaded into the referees (node, a libuv program): gives their main thread virtual time, which
// moves only where the loop waits in epoll, by as much as it would have waited, and in umask(ms),
// which stands for ms of work. Timers of any delays then run in one order, at once.
#define _GNU_SOURCE
#include <signal.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const long long ns_per_ms = 1000000;
static const long long ns_per_s = 1000000000;
static long long now_ns = 1000000000000;

static int is_main_thread(void) {
  return syscall(SYS_gettid) == getpid();
}

int clock_gettime(clockid_t clock, struct timespec* time) {
  const int monotonic = clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_COARSE;
  if (!monotonic || !is_main_thread()) return (int)syscall(SYS_clock_gettime, clock, time);
  time->tv_sec = now_ns / ns_per_s;
  time->tv_nsec = now_ns % ns_per_s;
  return 0;
}

mode_t umask(mode_t ms) {
  now_ns += ms * ns_per_ms;
  return 0;
}

int epoll_pwait(int fd, struct epoll_event* events, int max, int timeout_ms, const sigset_t* mask) {
  const size_t mask_bytes = 8;  // the kernel's sigset_t
  const int is_virtual = timeout_ms > 0 && is_main_thread();
  const int wait_ms = is_virtual ? 0 : timeout_ms;
  const long ready = syscall(SYS_epoll_pwait, fd, events, max, wait_ms, mask, mask_bytes);
  if (ready == 0 && is_virtual) now_ns += timeout_ms * ns_per_ms;
  return (int)ready;
}

int epoll_wait(int fd, struct epoll_event* events, int max, int timeout_ms) {
  return epoll_pwait(fd, events, max, timeout_ms, NULL);
}

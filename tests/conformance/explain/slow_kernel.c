// Preloaded into node and `loopscope run`: random delays where a program waits for what it cannot
// control. On the main thread before and after each wait in epoll and each call on a socket, pipe
// or terminal; on every other thread (the pool) in all that works on files, names and descriptors.
// Descriptors that are ready together are reported in a random order, which epoll leaves open.
// LOOPSCOPE_SLOW_SEED in the environment, from 1, chooses how often and how long; without it, or
// with 0, nothing is delayed.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

typedef unsigned long long u64;

static const unsigned certain = 1000;
static unsigned main_chance;    // of `certain`
static unsigned others_chance;  // likewise
static unsigned longest_us;
static u64 seed;
static __thread u64 state;

static u64 mix(u64 x) {  // splitmix64
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

__attribute__((constructor)) static void read_seed(void) {
  static const unsigned chances[] = {0, 20, 100, 300};
  static const unsigned longest[] = {300, 1500, 4000, 12000};
  const char* text = getenv("LOOPSCOPE_SLOW_SEED");
  seed = text == NULL ? 0 : strtoull(text, NULL, 10);
  if (seed == 0) return;
  main_chance = chances[mix(seed) % 4];
  others_chance = chances[mix(seed + certain) % 4];
  longest_us = longest[mix(seed + 2 * certain) % 4];
}

static int is_main_thread(void) {
  return gettid() == getpid();
}

static unsigned below(unsigned limit) {
  if (state == 0) state = mix(seed ^ (is_main_thread() ? 0 : (u64)gettid()));
  state = mix(state);
  return (unsigned)(state % limit);
}

static void delay(unsigned chance) {
  if (chance == 0 || below(certain) >= chance) return;
  const struct timespec pause = {0, (long)below(longest_us) * 1000};
  const int error = errno;
  nanosleep(&pause, NULL);
  errno = error;
}

// What the main thread does with files it does at once, most of it while it starts.
static void delay_at(int fd) {
  if (!is_main_thread()) return delay(others_chance);
  const int error = errno;
  const int is_file = main_chance == 0 || lseek(fd, 0, SEEK_CUR) >= 0;
  errno = error;
  if (!is_file) delay(main_chance);
}

static void delay_other(void) {
  if (!is_main_thread()) delay(others_chance);
}

// The function that this one stands before.
#define NEXT(name)               \
  static __typeof__(name)* next; \
  if (next == NULL) next = (__typeof__(name)*)dlsym(RTLD_NEXT, #name)

#define SLOW(before, type, name, parameters, arguments) \
  type name parameters {                                \
    NEXT(name);                                         \
    before;                                             \
    type result = next arguments;                       \
    before;                                             \
    return result;                                      \
  }

// --- descriptors ---------------------------------------------------------------------------------

SLOW(delay_at(fd), ssize_t, read, (int fd, void* to, size_t n), (fd, to, n))
SLOW(delay_at(fd), ssize_t, readv, (int fd, const struct iovec* to, int n), (fd, to, n))
SLOW(delay_at(fd), ssize_t, recv, (int fd, void* to, size_t n, int flags), (fd, to, n, flags))
SLOW(delay_at(fd), ssize_t, recvmsg, (int fd, struct msghdr* to, int flags), (fd, to, flags))
SLOW(delay_at(fd), ssize_t, write, (int fd, const void* from, size_t n), (fd, from, n))
SLOW(delay_at(fd), ssize_t, writev, (int fd, const struct iovec* from, int n), (fd, from, n))
SLOW(delay_at(fd), ssize_t, send, (int fd, const void* from, size_t n, int flags),
     (fd, from, n, flags))
SLOW(delay_at(fd), ssize_t, sendmsg, (int fd, const struct msghdr* from, int flags),
     (fd, from, flags))
SLOW(delay_at(fd), int, accept4, (int fd, struct sockaddr* peer, socklen_t* size, int flags),
     (fd, peer, size, flags))
SLOW(delay_at(fd), int, accept, (int fd, struct sockaddr* peer, socklen_t* size), (fd, peer, size))
SLOW(delay_at(fd), int, connect, (int fd, const struct sockaddr* peer, socklen_t size),
     (fd, peer, size))
SLOW(delay_at(fd), int, shutdown, (int fd, int how), (fd, how))

// --- work on threads -----------------------------------------------------------------------------

SLOW(delay_other(), ssize_t, pread, (int fd, void* to, size_t n, off_t at), (fd, to, n, at))
SLOW(delay_other(), ssize_t, pread64, (int fd, void* to, size_t n, off64_t at), (fd, to, n, at))
SLOW(delay_other(), ssize_t, pwrite, (int fd, const void* from, size_t n, off_t at),
     (fd, from, n, at))
SLOW(delay_other(), ssize_t, pwrite64, (int fd, const void* from, size_t n, off64_t at),
     (fd, from, n, at))
SLOW(delay_other(), int, access, (const char* path, int mode), (path, mode))
SLOW(delay_other(), int, stat, (const char* path, struct stat* to), (path, to))
SLOW(delay_other(), int, stat64, (const char* path, struct stat64* to), (path, to))
SLOW(delay_other(), int, lstat, (const char* path, struct stat* to), (path, to))
SLOW(delay_other(), int, fstat, (int fd, struct stat* to), (fd, to))
SLOW(delay_other(), int, mkdir, (const char* path, mode_t mode), (path, mode))
SLOW(delay_other(), int, unlink, (const char* path), (path))
SLOW(delay_other(), int, getaddrinfo,
     (const char* host, const char* port, const struct addrinfo* hints, struct addrinfo** found),
     (host, port, hints, found))

// With a mode, which is there whether it was given or not.
#define SLOW_OPEN(name)                                       \
  int name(const char* path, int flags, ...) {                \
    NEXT(name);                                               \
    va_list more;                                             \
    va_start(more, flags);                                    \
    const int mode = flags & O_CREAT ? va_arg(more, int) : 0; \
    va_end(more);                                             \
    delay_other();                                            \
    return next(path, flags, mode);                           \
  }

SLOW_OPEN(open)
SLOW_OPEN(open64)

// libuv's stat is a system call by number.
long syscall(long number, ...) {
  NEXT(syscall);
  va_list more;
  va_start(more, number);
  long given[6];
  for (int i = 0; i < 6; ++i) given[i] = va_arg(more, long);
  va_end(more);
  if (number == SYS_statx) delay_other();
  return next(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}

// --- epoll ---------------------------------------------------------------------------------------

static void shuffle(struct epoll_event* events, int count) {
  for (int left = count; main_chance != 0 && left > 1; --left) {
    const unsigned from = below((unsigned)left);
    const struct epoll_event event = events[left - 1];
    events[left - 1] = events[from];
    events[from] = event;
  }
}

int epoll_pwait(int fd, struct epoll_event* events, int most, int timeout_ms,
                const sigset_t* mask) {
  NEXT(epoll_pwait);
  if (!is_main_thread()) return next(fd, events, most, timeout_ms, mask);
  delay(main_chance);
  const int ready = next(fd, events, most, timeout_ms, mask);
  shuffle(events, ready);
  delay(main_chance);
  return ready;
}

int epoll_wait(int fd, struct epoll_event* events, int most, int timeout_ms) {
  return epoll_pwait(fd, events, most, timeout_ms, NULL);
}

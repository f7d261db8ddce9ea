#include "tests/bench/harness/child.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <system_error>

namespace loopscope::bench {
namespace {

[[noreturn]] void run_child(const Serve& serve, int ready_fd) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  int code = 1;
  try {
    code = serve([ready_fd](std::uint16_t port) {
      if (write(ready_fd, &port, sizeof port) != sizeof port)
        throw std::runtime_error("The benchmark's parent process is gone.");
      close(ready_fd);
    });
  } catch (const std::exception& error) {
    std::fprintf(stderr, "loopscope_bench: the server ended: %s\n", error.what());
  }
  _exit(code);
}

}  // namespace

ServerProcess::ServerProcess(const Serve& serve) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "Cannot make a pipe");
  std::fflush(nullptr);
  pid_ = fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "Cannot start a server");
  if (pid_ == 0) {
    close(ends[0]);
    run_child(serve, ends[1]);
  }
  close(ends[1]);
  const ssize_t got = read(ends[0], &port_, sizeof port_);
  close(ends[0]);
  if (got != sizeof port_) {
    stop();
    throw std::runtime_error("A server of the benchmark ended before it listened.");
  }
}

ServerProcess::~ServerProcess() {
  stop();
}

int ServerProcess::stop() {
  if (pid_ == 0) return 0;
  kill(pid_, SIGTERM);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace loopscope::bench

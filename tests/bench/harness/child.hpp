// A server in a process of its own, so that its processor time can be told apart from its client's.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>

namespace loopscope::bench {

/// To be called in the child once the server listens.
using Ready = std::function<void(std::uint16_t port)>;
/// Runs in the child until it is told to end by SIGTERM; returns the exit code.
using Serve = std::function<int(const Ready& ready)>;

/// Owns the child; must be made while this process has only one thread.
class ServerProcess {
 public:
  /// Returns once the server listens. Throws std::runtime_error if it ends before.
  explicit ServerProcess(const Serve& serve);
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess();

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  /// Asks it to end and waits. The exit code, or 128 + the signal that ended it.
  int stop();

 private:
  pid_t pid_ = 0;
  std::uint16_t port_ = 0;
};

}  // namespace loopscope::bench

// A TCP socket without a loop: the system calls, each recorded as the reactor records its own.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

#include "core/loop/function.hpp"
#include "core/net/address.hpp"
#include "samples/servers/raw_thread.hpp"

namespace loopscope {

/// Used by the thread that it was given last. What a system call refuses is thrown as
/// std::system_error, but for EAGAIN.
class RawSocket {
 public:
  /// Whether a call waits in the kernel until it can do what it was asked for.
  enum class Mode : std::uint8_t { blocking, non_blocking };
  enum class Read : std::uint8_t { bytes, eof, again };

  /// On 127.0.0.1, at a free port.
  static RawSocket listen(RawThread& thread, Mode mode = Mode::blocking);
  /// Waits until it is connected. Its reads wait for `read_limit` at most and then throw ETIMEDOUT:
  /// who waits for a server that failed must hear of it.
  static RawSocket connect(RawThread& thread, const Endpoint& to, std::string_view name,
                           std::chrono::milliseconds read_limit);
  RawSocket(RawSocket&& other) noexcept;
  RawSocket& operator=(RawSocket&&) = delete;
  ~RawSocket();

  /// Nothing where the socket is non-blocking and nobody waits. The connection is of the same mode.
  [[nodiscard]] std::optional<RawSocket> accept(SourceLocation where = SourceLocation::current());
  /// Calls back with what has arrived, as a task.
  Read read(Function<void(std::string_view)> on_bytes,
            SourceLocation where = SourceLocation::current());
  /// All of it: the messages here are short.
  void write(std::string_view bytes);
  /// The peer reads the end, also where other processes have copies of this socket.
  void shutdown();
  void close();

  /// Another thread goes on with this connection.
  void hand_to(RawThread& thread) noexcept { thread_ = &thread; }
  /// A child process goes on with its copy of this connection, in a trace that does not know it.
  void hand_to_process(RawThread& thread);

  [[nodiscard]] std::uint64_t id() const noexcept { return id_; }
  [[nodiscard]] int native_handle() const noexcept { return fd_; }
  [[nodiscard]] Endpoint local() const;

 private:
  RawSocket(RawThread& thread, int fd, Mode mode) noexcept
      : thread_(&thread), fd_(fd), mode_(mode) {}
  void open(HandleKind kind, std::string_view name);
  [[nodiscard]] Endpoint peer() const;
  void trace_addresses();
  void limit_reads(std::chrono::milliseconds limit);
  [[noreturn]] void fail(std::string_view operation);
  template <typename Call>
  auto call_kernel(Call call);

  RawThread* thread_;
  int fd_;
  Mode mode_;
  std::uint64_t id_ = 0;
  std::uint64_t read_limit_ns_ = forever_ns;
};

}  // namespace loopscope

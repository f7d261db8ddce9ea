// uv_tcp_t as a server: bind, listen, accept.
#pragma once

#include <memory>
#include <system_error>

#include "core/net/socket.hpp"

namespace loopscope {

struct ListenOptions {
  int backlog = 511;  // Node's default
  bool ipv6_only = false;
};

/// Loop's thread only. The sockets of a server called "web" are called "web connection".
class Server final : public Handle, private WatcherOwner {
 public:
  /// A connection, or why there is none (EMFILE: it was closed at once, and the server goes on).
  using OnConnection = Function<void(std::error_code, std::shared_ptr<Socket>)>;

  explicit Server(Loop& loop, std::string_view name = {},
                  SourceLocation where = SourceLocation::current());
  ~Server() override;

  /// Binds and listens; port 0 takes a free one (see local()). EADDRINUSE: somebody listens there
  /// already. Accepts until the kernel has no more connections, each a task of poll.
  [[nodiscard]] std::error_code listen(const Endpoint& at, OnConnection on_connection,
                                       ListenOptions options = {},
                                       SourceLocation where = SourceLocation::current());
  /// The two halves of it, as uv_tcp_bind and uv_listen: that somebody listens there already is
  /// told by the second.
  [[nodiscard]] std::error_code bind(const Endpoint& at, bool ipv6_only = false);
  [[nodiscard]] std::error_code start_listening(OnConnection on_connection, int backlog,
                                                SourceLocation where = SourceLocation::current());
  [[nodiscard]] const Endpoint& local() const noexcept { return local_; }
  [[nodiscard]] int native_handle() noexcept { return descriptor_.native_handle(); }
  /// Accepted and not closed yet. Node's getConnections().
  [[nodiscard]] std::size_t connection_count() const noexcept { return *connections_; }
  [[nodiscard]] std::string describe() const override;

 private:
  void stop_for_close() override;
  void on_event(Direction direction) override;
  [[nodiscard]] std::uint64_t watched_id() const noexcept override { return id(); }
  int open_and_bind(const Endpoint& at, bool ipv6_only);
  std::error_code fail(int errno_value);
  void learn_address();
  bool accept_once();
  void deliver(int fd, const Endpoint& peer);
  void deliver_error(int errno_value);
  void refuse_waiting();
  void open_reserve();

  Descriptor descriptor_;
  boost::intrusive_ptr<Watcher> readable_;
  Endpoint local_;
  int bind_error_ = 0;
  OnConnection on_connection_;
  std::string connection_name_;  // of the accepted sockets
  SourceLocation where_;
  std::uint64_t task_ = 0;
  std::shared_ptr<std::size_t> connections_ = std::make_shared<std::size_t>(0);
  int reserve_fd_ = -1;  // given up for a moment to get rid of connections when none are left
};

}  // namespace loopscope

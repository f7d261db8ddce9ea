// A closed-loop client on bare epoll: many connections, each with one message under way.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace loopscope::bench {

/// One thread. Any fault (refused, reset, a byte that differs) throws std::runtime_error.
class EchoClient {
 public:
  static constexpr std::size_t message_bytes = 64;
  using Message = std::array<char, message_bytes>;

  /// Connects to 127.0.0.1:`port`, one connection after the other.
  EchoClient(std::uint16_t port, std::size_t connections);
  EchoClient(const EchoClient&) = delete;
  EchoClient& operator=(const EchoClient&) = delete;
  ~EchoClient();

  /// Sends `messages` in all, evenly over the connections, each as soon as the last one on its
  /// connection came back. Returns when all did; every byte was compared.
  void exchange(std::uint64_t messages);

 private:
  struct Connection {
    int fd = -1;
    std::size_t received = 0;
    std::uint64_t left = 0;  // messages to be sent after the one under way
    Message sent{};
    Message echoed{};
  };

  void connect_one(Connection& connection, std::uint16_t port) const;
  void send_next(Connection& connection);
  void receive(Connection& connection);
  void wait_and_receive();

  int epoll_fd_;
  std::vector<Connection> connections_;
  std::uint64_t under_way_ = 0;
  std::uint64_t next_number_ = 0;
};

}  // namespace loopscope::bench

#include "tests/bench/harness/echo_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>
#include <system_error>

namespace loopscope::bench {
namespace {

constexpr int stalled_after_ms = 20'000;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(),
                          std::string("The echo client cannot ") + what);
}

}  // namespace

EchoClient::EchoClient(std::uint16_t port, std::size_t connections)
    : epoll_fd_(epoll_create1(EPOLL_CLOEXEC)), connections_(connections) {
  if (epoll_fd_ < 0) fail("make an epoll set");
  for (Connection& connection : connections_) connect_one(connection, port);
}

EchoClient::~EchoClient() {
  for (const Connection& connection : connections_) close(connection.fd);
  close(epoll_fd_);
}

void EchoClient::connect_one(Connection& connection, std::uint16_t port) const {
  connection.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connection.fd < 0) fail("make a socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  setsockopt(connection.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(connection.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    fail("connect");
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &connection;
  if (epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, connection.fd, &event) != 0) fail("watch a socket");
}

void EchoClient::exchange(std::uint64_t messages) {
  const std::uint64_t each = messages / connections_.size();
  std::uint64_t extra = messages % connections_.size();
  for (Connection& connection : connections_) {
    connection.left = each + (extra > 0 ? 1 : 0);
    if (extra > 0) --extra;
    if (connection.left > 0) send_next(connection);
  }
  while (under_way_ > 0) wait_and_receive();
}

void EchoClient::send_next(Connection& connection) {
  --connection.left;
  ++under_way_;
  connection.received = 0;
  const std::uint64_t number = next_number_++;
  connection.sent.fill(static_cast<char>(number));
  std::memcpy(connection.sent.data(), &number, sizeof number);
  if (send(connection.fd, connection.sent.data(), message_bytes, MSG_NOSIGNAL) != message_bytes)
    fail("send");
}

void EchoClient::receive(Connection& connection) {
  const ssize_t got = recv(connection.fd, connection.echoed.data() + connection.received,
                           message_bytes - connection.received, 0);
  if (got < 0) fail("receive");
  if (got == 0) throw std::runtime_error("The server under test closed a connection.");
  connection.received += static_cast<std::size_t>(got);
  if (connection.received < message_bytes) return;
  if (connection.echoed != connection.sent)
    throw std::runtime_error("The server under test sent back something else.");
  --under_way_;
  if (connection.left > 0) send_next(connection);
}

void EchoClient::wait_and_receive() {
  std::array<epoll_event, 256> events{};
  const int ready =
      epoll_wait(epoll_fd_, events.data(), static_cast<int>(events.size()), stalled_after_ms);
  if (ready < 0 && errno != EINTR) fail("wait");
  if (ready == 0) throw std::runtime_error("The server under test has not answered for 20 s.");
  for (int i = 0; i < ready; ++i)
    receive(*static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr));
}

}  // namespace loopscope::bench

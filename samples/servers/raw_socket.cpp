#include "samples/servers/raw_socket.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace loopscope {
namespace {

using NameCall = int (*)(int, sockaddr*, socklen_t*);

Endpoint ask_for_name(int fd, NameCall call) {
  Endpoint endpoint;
  socklen_t size = static_cast<socklen_t>(endpoint.capacity());
  if (call(fd, endpoint.data(), &size) == 0) endpoint.resize(size);
  return endpoint;
}

int make_socket(bool non_blocking) {
  const int fd =
      ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | (non_blocking ? SOCK_NONBLOCK : 0), 0);
  if (fd < 0) throw std::system_error(errno, std::system_category(), "socket");
  return fd;
}

}  // namespace

RawSocket::RawSocket(RawSocket&& other) noexcept
    : thread_(other.thread_),
      fd_(std::exchange(other.fd_, -1)),
      mode_(other.mode_),
      id_(other.id_),
      read_limit_ns_(other.read_limit_ns_) {}

RawSocket::~RawSocket() {
  close();
}

void RawSocket::open(HandleKind kind, std::string_view name) {
  id_ = thread_->probe().new_id();
  thread_->probe().handle_open(id_, kind, name, SourceLocation{});
  thread_->probe().emit(Event::handle_start, 0, 0, id_);
}

RawSocket RawSocket::listen(RawThread& thread, Mode mode) {
  RawSocket server(thread, make_socket(mode == Mode::non_blocking), mode);
  server.open(HandleKind::tcp_server, "server");
  constexpr int backlog = 511;
  const Endpoint at = make_endpoint("127.0.0.1", 0);
  if (::bind(server.fd_, at.data(), static_cast<socklen_t>(at.size())) != 0) server.fail("bind");
  if (::listen(server.fd_, backlog) != 0) server.fail("listen");
  thread.probe().address(AddressRole::local, traced(server.local()));
  thread.probe().emit(Event::tcp_listen, 0, 0, server.id_, backlog);
  return server;
}

RawSocket RawSocket::connect(RawThread& thread, const Endpoint& to, std::string_view name,
                             std::chrono::milliseconds read_limit) {
  RawSocket socket(thread, make_socket(false), Mode::blocking);
  socket.open(HandleKind::tcp, name);
  thread.probe().address(AddressRole::peer, traced(to));
  thread.probe().emit(Event::tcp_connect, 0, 0, socket.id_);
  if (::connect(socket.fd_, to.data(), static_cast<socklen_t>(to.size())) != 0)
    socket.fail("connect");
  socket.limit_reads(read_limit);
  socket.trace_addresses();
  thread.probe().emit(Event::tcp_connected, 0, 0, socket.id_);
  return socket;
}

void RawSocket::limit_reads(std::chrono::milliseconds limit) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit);
  const timeval time{seconds.count(), std::chrono::microseconds(limit - seconds).count()};
  if (::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time) != 0) fail("limit reads");
  read_limit_ns_ = static_cast<std::uint64_t>(std::chrono::nanoseconds(limit).count());
}

// A blocking call is a wait of the thread, which ends when this one socket is ready. EAGAIN then
// says that its limit is over.
template <typename Call>
auto RawSocket::call_kernel(Call call) {
  const bool waits = mode_ == Mode::blocking;
  if (waits) thread_->wait_begins(PollReason::no_timer, read_limit_ns_);
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  const bool is_late = waits && result < 0 && errno == EAGAIN;
  const int failed = is_late ? ETIMEDOUT : errno;
  if (is_late) thread_->wait_ends({});
  if (waits && !is_late) thread_->wait_ends({id_});
  errno = failed;
  return result;
}

std::optional<RawSocket> RawSocket::accept(SourceLocation where) {
  const int flags = SOCK_CLOEXEC | (mode_ == Mode::non_blocking ? SOCK_NONBLOCK : 0);
  const int fd = call_kernel([&] { return ::accept4(fd_, nullptr, nullptr, flags); });
  if (fd < 0 && errno != EAGAIN) fail("accept");
  if (fd < 0) {
    thread_->probe().emit(Event::tcp_again, static_cast<std::uint16_t>(Direction::read), 0, id_);
    return std::nullopt;
  }
  RawSocket connection(*thread_, fd, mode_);
  thread_->run_task("connection", where, [&] {
    connection.open(HandleKind::tcp, "connection");
    connection.trace_addresses();
    thread_->probe().emit(Event::tcp_accept, 0, 0, connection.id_, id_);
  });
  return connection;
}

RawSocket::Read RawSocket::read(Function<void(std::string_view)> on_bytes, SourceLocation where) {
  std::array<char, 4096> buffer{};
  const ssize_t got = call_kernel([&] { return ::recv(fd_, buffer.data(), buffer.size(), 0); });
  if (got < 0 && errno != EAGAIN) fail("read");
  if (got < 0) {
    thread_->probe().emit(Event::tcp_again, static_cast<std::uint16_t>(Direction::read), 0, id_);
    return Read::again;
  }
  const auto size = static_cast<std::size_t>(got);
  thread_->run_task("read", where, [&] {
    thread_->probe().emit(size == 0 ? Event::tcp_eof : Event::tcp_read, 0, 0, id_, size);
    if (size > 0) on_bytes({buffer.data(), size});
  });
  return size == 0 ? Read::eof : Read::bytes;
}

void RawSocket::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) fail("write");
    bytes.remove_prefix(static_cast<std::size_t>(put));
    thread_->probe().emit(Event::tcp_write, 0, static_cast<std::uint32_t>(bytes.size()), id_,
                          static_cast<std::uint64_t>(put));
  }
}

void RawSocket::shutdown() {
  if (::shutdown(fd_, SHUT_WR) != 0) fail("shutdown");
  thread_->probe().emit(Event::tcp_shutdown, 0, 0, id_);
}

void RawSocket::close() {
  if (fd_ < 0) return;
  ::close(std::exchange(fd_, -1));
  thread_->probe().emit(Event::tcp_close, 0, 0, id_);
  thread_->probe().emit(Event::handle_close, 0, 0, id_);
}

void RawSocket::hand_to_process(RawThread& thread) {
  thread_ = &thread;
  open(HandleKind::tcp, "inherited connection");
  trace_addresses();
  thread_->probe().emit(Event::tcp_connected, 0, 0, id_);
}

Endpoint RawSocket::local() const {
  return ask_for_name(fd_, ::getsockname);
}
Endpoint RawSocket::peer() const {
  return ask_for_name(fd_, ::getpeername);
}

void RawSocket::trace_addresses() {
  thread_->probe().address(AddressRole::local, traced(local()));
  thread_->probe().address(AddressRole::peer, traced(peer()));
}

void RawSocket::fail(std::string_view operation) {
  const int failed = errno;
  thread_->probe().emit_named(Event::tcp_error, static_cast<std::uint16_t>(failed), operation, id_);
  throw std::system_error(failed, std::system_category(), std::string(operation));
}

}  // namespace loopscope

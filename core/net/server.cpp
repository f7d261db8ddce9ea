#include "core/net/server.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "core/loop/error.hpp"
#include "core/loop/loop.hpp"

namespace loopscope {

Server::Server(Loop& loop, std::string_view name, SourceLocation where)
    : Handle(loop, HandleKind::tcp_server, name, where),
      descriptor_(loop.context()),
      readable_(new Watcher(loop.poll(), *this, Direction::read)),
      connection_name_(name.empty() ? "connection" : std::string(name) + " connection") {}

Server::~Server() {
  stop_for_close();
}

std::error_code Server::listen(const Endpoint& at, OnConnection on_connection,
                               ListenOptions options, SourceLocation where) {
  OnConnection&& given = needed(on_connection, "listen()");
  if (const std::error_code error = bind(at, options.ipv6_only)) return error;
  return start_listening(std::move(given), options.backlog, where);
}

std::error_code Server::bind(const Endpoint& at, bool ipv6_only) {
  require_open("bind()");
  if (descriptor_.is_open()) return errno_code(EALREADY);
  local_ = at;
  bind_error_ = open_and_bind(at, ipv6_only);
  if (bind_error_ != 0 && bind_error_ != EADDRINUSE) return fail(bind_error_);
  learn_address();
  return {};
}

std::error_code Server::start_listening(OnConnection on_connection, int backlog,
                                        SourceLocation where) {
  require_open("listen()");
  OnConnection&& given = needed(on_connection, "listen()");
  if (bind_error_ != 0) return fail(bind_error_);
  if (::listen(descriptor_.native_handle(), backlog) != 0) return fail(errno);
  learn_address();
  on_connection_ = std::move(given);
  if (is_active()) return {};
  where_ = where;
  open_reserve();
  loop().probe().address(AddressRole::local, traced(local_));
  loop().probe().emit(Event::tcp_listen, 0, 0, id(), static_cast<std::uint64_t>(backlog));
  set_active(true);
  task_ = loop().probe().new_id();
  loop().probe().task_queue(task_, Queue::io, "connection", where, task_flag_repeat);
  readable_->arm(descriptor_);
  return {};
}

std::error_code Server::fail(int errno_value) {
  descriptor_.close();
  loop().probe().emit_named(Event::tcp_error, static_cast<std::uint16_t>(errno_value), "listen",
                            id());
  return errno_code(errno_value);
}

int Server::open_and_bind(const Endpoint& at, bool ipv6_only) {
  const int fd = ::socket(at.data()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  descriptor_.assign(fd);
  const int on = 1;
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0) return errno;
  if (ipv6_only && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) != 0) return errno;
  return ::bind(fd, at.data(), static_cast<socklen_t>(at.size())) != 0 ? errno : 0;
}

void Server::learn_address() {
  socklen_t size = static_cast<socklen_t>(local_.capacity());
  if (getsockname(descriptor_.native_handle(), local_.data(), &size) == 0) local_.resize(size);
}

void Server::on_event(Direction) {
  // libuv 1.45 and later: the others that wait are for the next turns.
  const int accepts_per_event = loop().profile() == Profile::classic ? 1024 : 1;
  const ArmAtExit arm(*readable_, descriptor_, [] { return true; });
  for (int accepts = 0; accepts < accepts_per_event && !arm.is_abandoned(); ++accepts)
    if (loop().is_halted() || !accept_once()) break;
}

// True if there may be more to accept.
bool Server::accept_once() {
  Endpoint peer;
  socklen_t size = static_cast<socklen_t>(peer.capacity());
  const int fd =
      ::accept4(descriptor_.native_handle(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd >= 0) {
    peer.resize(size);
    deliver(fd, peer);
    return true;
  }
  const int failed = errno;
  if (failed == EINTR || failed == ECONNABORTED) return true;
  if (failed == EAGAIN) {
    loop().probe().emit(Event::tcp_again, static_cast<std::uint16_t>(Direction::read), 0, id());
    return false;
  }
  if (failed == EMFILE || failed == ENFILE) refuse_waiting();
  deliver_error(failed);
  return false;
}

void Server::deliver(int fd, const Endpoint& peer) {
  loop().invoke(task_, [&] {
    std::shared_ptr<Socket> socket = Socket::make(loop(), connection_name_, where_);
    socket->adopt(fd, peer, connections_);
    loop().probe().address(AddressRole::local, traced(socket->local()));
    loop().probe().address(AddressRole::peer, traced(peer));
    loop().probe().emit(Event::tcp_accept, 0, 0, socket->id(), id());
    run_callback(on_connection_, {}, std::move(socket));
  });
}

void Server::deliver_error(int errno_value) {
  loop().invoke(task_, [&] {
    loop().probe().emit_named(Event::tcp_error, static_cast<std::uint16_t>(errno_value), "accept",
                              id());
    run_callback(on_connection_, errno_code(errno_value), nullptr);
  });
}

// No descriptor is left: the connections that wait would wake poll for ever. libuv's way out is to
// give up a spare descriptor, accept and close them, and take it back.
void Server::refuse_waiting() {
  if (reserve_fd_ < 0) return;
  ::close(reserve_fd_);
  reserve_fd_ = -1;
  for (;;) {
    const int fd = ::accept4(descriptor_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) break;
    ::close(fd);
  }
  open_reserve();
}

void Server::open_reserve() {
  reserve_fd_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

void Server::stop_for_close() {
  if (!descriptor_.is_open()) return;
  readable_->abandon();
  if (reserve_fd_ >= 0) ::close(std::exchange(reserve_fd_, -1));
  loop().probe().emit(Event::tcp_close, 0, 0, id());
  loop().probe().task_cancel(task_);
  descriptor_.close();
}

std::string Server::describe() const {
  const std::string text = Handle::describe();
  return descriptor_.is_open() ? text + " listening on " + to_string(local_) : text;
}

}  // namespace loopscope

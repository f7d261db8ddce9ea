// Socket: from connect() to connected.
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>

#include "core/loop/error.hpp"
#include "core/loop/loop.hpp"
#include "core/net/socket.hpp"

namespace loopscope {

void Socket::connect(const Endpoint& to, Done done, ConnectOptions options, SourceLocation where) {
  // The callback is needed in both cases, and can only be moved into one.
  const auto shared = std::make_shared<Done>(std::move(done));
  const auto call = [shared](std::error_code error) {
    if (*shared) (*shared)(error);
  };
  if (const std::error_code error = try_connect(to, call, options, where))
    fail_later(call, error.value(), "connect", where);
}

std::error_code Socket::try_connect(const Endpoint& to, Done done, ConnectOptions options,
                                    SourceLocation where) {
  require_open("connect()");
  if (connecting_) return errno_code(EALREADY);
  if (descriptor_.is_open() && peer_.port() != 0) return errno_code(EISCONN);
  loop().probe().address(AddressRole::peer, traced(to));
  loop().probe().emit(Event::tcp_connect, 0, 0, id());
  if (bind_error_ != 0) {
    fail_later(std::move(done), bind_error_, "connect", where);
    return {};
  }
  if (const int failed = open_and_connect(to); failed != 0) return errno_code(failed);
  peer_ = to;

  const std::uint64_t task = loop().probe().new_id();
  loop().probe().task_queue(task, Queue::io, "connect", where);
  connecting_ = Connect{std::move(done),
                        task,
                        std::make_unique<Request>(loop(), "connect to " + to_string(to), task),
                        {}};
  if (options.timeout_ms != 0) {
    connecting_->timer = std::make_unique<Timer>(loop(), "connect timeout", where);
    connecting_->timer->start([this] { connect_failed(errno_code(ETIMEDOUT)); }, options.timeout_ms,
                              0, where);
  }
  writable_->arm(descriptor_);
  return {};
}

std::error_code Socket::bind(const Endpoint& at, bool ipv6_only) {
  require_open("bind()");
  if (const int failed = open_for(at); failed != 0) return errno_code(failed);
  const int fd = descriptor_.native_handle();
  const int on = 1;
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0) return errno_code(errno);
  if (ipv6_only && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) != 0)
    return errno_code(errno);
  bind_error_ = ::bind(fd, at.data(), static_cast<socklen_t>(at.size())) != 0 ? errno : 0;
  if (bind_error_ != 0 && bind_error_ != EADDRINUSE) return errno_code(bind_error_);
  learn_addresses();
  return {};
}

// What bind() opened stays.
int Socket::open_for(const Endpoint& endpoint) {
  if (descriptor_.is_open()) return 0;
  const int fd =
      ::socket(endpoint.data()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  descriptor_.assign(fd);
  return set_remembered_options().value();
}

// 0: connected or on the way.
int Socket::open_and_connect(const Endpoint& to) {
  if (const int failed = open_for(to); failed != 0) return failed;
  const int fd = descriptor_.native_handle();
  if (::connect(fd, to.data(), static_cast<socklen_t>(to.size())) == 0) return 0;
  return errno == EINPROGRESS || errno == EINTR ? 0 : errno;
}

void Socket::finish_connect(std::error_code error) {
  if (error) return connect_failed(error);
  learn_addresses();
  connected_ = true;
  if (reading_) readable_->arm(descriptor_);  // not before: a read would take the connect's error
  Connect connect = std::move(*connecting_);
  connecting_.reset();
  const std::shared_ptr<Socket> keep = shared_from_this();
  // What was written meanwhile.
  const ArmAtExit arm(*writable_, descriptor_, [this] { return !writes_.empty(); });
  loop().invoke(connect.task, [&] {
    loop().probe().address(AddressRole::local, traced(local_));
    loop().probe().address(AddressRole::peer, traced(peer_));
    loop().probe().emit(Event::tcp_connected, 0, 0, id());
    if (connect.done) connect.done({});
  });
  shutdown_when_idle();
}

// From poll, or from the timer of connect(), inside whose task this one then runs. What was written
// meanwhile is cancelled, as in uv__stream_connect().
void Socket::connect_failed(std::error_code error) {
  read_stop();
  Connect connect = std::move(*connecting_);
  connecting_.reset();
  const std::shared_ptr<Socket> keep = shared_from_this();
  loop().invoke(connect.task, [&] {
    trace_error("connect", error);
    if (connect.done) connect.done(error);
  });
  fail_writes(errno_code(ECANCELED));
}

}  // namespace loopscope

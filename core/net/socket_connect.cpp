// Socket: from connect() to connected.
#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>

#include "core/loop/error.hpp"
#include "core/loop/loop.hpp"
#include "core/net/socket.hpp"

namespace loopscope {

void Socket::connect(const Endpoint& to, Done done, ConnectOptions options, SourceLocation where) {
  require_open("connect()");
  if (descriptor_.is_open()) return fail_later(std::move(done), EISCONN, "connect", where);
  peer_ = to;
  loop().probe().address(AddressRole::peer, traced(to));
  loop().probe().emit(Event::tcp_connect, 0, 0, id());
  if (const int failed = open_and_connect(to); failed != 0)
    return fail_later(std::move(done), failed, "connect", where);

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
}

// 0: connected or on the way.
int Socket::open_and_connect(const Endpoint& to) {
  const int fd = ::socket(to.data()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  descriptor_.assign(fd);
  if (::connect(fd, to.data(), static_cast<socklen_t>(to.size())) == 0) return 0;
  return errno == EINPROGRESS || errno == EINTR ? 0 : errno;
}

void Socket::finish_connect(std::error_code error) {
  if (error) return connect_failed(error);
  learn_addresses();
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
  if (shutdown_ && writes_.empty() && !is_closing()) shutdown_now();
}

// From poll, or from the timer of connect(), inside whose task this one then runs. What was written
// meanwhile is cancelled, as in uv__stream_connect().
void Socket::connect_failed(std::error_code error) {
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

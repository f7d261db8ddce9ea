#include "core/net/socket.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "core/loop/error.hpp"
#include "core/loop/loop.hpp"

namespace loopscope {
namespace {

std::error_code set_option(int fd, int level, int name, int value) {
  if (setsockopt(fd, level, name, &value, sizeof value) == 0) return {};
  return errno_code(errno);
}

}  // namespace

std::shared_ptr<Socket> Socket::make(Loop& loop, std::string_view name, SourceLocation where) {
  // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): the constructor is private
  std::shared_ptr<Socket> socket(new Socket(loop, name, where));
  loop.keep(socket);
  return socket;
}

Socket::Socket(Loop& loop, std::string_view name, const SourceLocation& where)
    : Handle(loop, HandleKind::tcp, name, where),
      descriptor_(loop.context()),
      readable_(new Watcher(loop.poll(), *this, Direction::read)),
      writable_(new Watcher(loop.poll(), *this, Direction::write)) {
  readable_->serve_before(*writable_);
}

Socket::~Socket() {
  stop_for_close();
  if (connecting_) loop().probe().task_cancel(connecting_->task);
  for (const Write& write : writes_)
    if (write.task != 0) loop().probe().task_cancel(write.task);
}

void Socket::adopt(int fd, const Endpoint& peer, std::shared_ptr<std::size_t> counter) {
  descriptor_.assign(fd);
  peer_ = peer;
  learn_addresses();
  connected_ = true;
  server_connections_ = std::move(counter);
  ++*server_connections_;
}

std::error_code Socket::open(int fd) {
  require_open("open()");
  if (descriptor_.is_open()) return errno_code(EBUSY);
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) return errno_code(errno);
  descriptor_.assign(fd);
  connected_ = true;
  learn_addresses();
  socklen_t size = static_cast<socklen_t>(peer_.capacity());
  if (getpeername(fd, peer_.data(), &size) == 0) peer_.resize(size);
  return set_remembered_options();
}

void Socket::learn_addresses() {
  socklen_t size = static_cast<socklen_t>(local_.capacity());
  if (getsockname(descriptor_.native_handle(), local_.data(), &size) == 0) local_.resize(size);
}

void Socket::on_event(Direction direction) {
  if (direction == Direction::read) return read_available();
  if (!connecting_) return write_queued();
  int failed = 0;
  socklen_t size = sizeof failed;
  getsockopt(descriptor_.native_handle(), SOL_SOCKET, SO_ERROR, &failed, &size);
  finish_connect(failed == 0 ? std::error_code{} : errno_code(failed));
}

void Socket::stop_for_close() {
  read_stop();
  readable_->abandon();
  writable_->abandon();
  if (connecting_) connecting_->timer.reset();
  if (server_connections_ != nullptr) --*server_connections_;
  server_connections_.reset();
  if (!descriptor_.is_open()) return;
  loop().probe().emit(Event::tcp_close, 0, 0, id());
  descriptor_.close();
}

// uv__stream_destroy
void Socket::cancel_requests() {
  const std::error_code cancelled = errno_code(ECANCELED);
  if (connecting_) {
    Connect connect = std::move(*connecting_);
    connecting_.reset();
    loop().invoke(connect.task, [&] {
      if (connect.done) connect.done(cancelled);
    });
  }
  while (!writes_.empty() && !loop().is_halted()) finish_write(cancelled);
  std::optional<Shutdown> unfinished = std::exchange(shutdown_, std::nullopt);
  if (!unfinished || !unfinished->done) return;
  const std::uint64_t task = loop().probe().new_id();
  loop().probe().task_queue(task, Queue::close, "shutdown", unfinished->where);
  loop().invoke(task, [&] { unfinished->done(cancelled); });
}

// Callbacks often hold the socket itself.
void Socket::release() {
  on_read_.reset();
  on_drain_.reset();
  writes_.clear();
  shutdown_.reset();
  loop().forget(*this);
}

void Socket::reset(Callback on_close, SourceLocation where) {
  if (descriptor_.is_open()) {
    const linger at_once{1, 0};
    setsockopt(descriptor_.native_handle(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  close(std::move(on_close), where);
}

std::error_code Socket::set_no_delay(bool on) {
  no_delay_ = on;
  if (!descriptor_.is_open()) return is_closing() ? errno_code(EBADF) : std::error_code{};
  return set_option(descriptor_.native_handle(), IPPROTO_TCP, TCP_NODELAY, on ? 1 : 0);
}

std::error_code Socket::set_keep_alive(bool on, unsigned idle_s) {
  keep_alive_idle_s_ = on ? idle_s : 0;
  if (!descriptor_.is_open()) return is_closing() ? errno_code(EBADF) : std::error_code{};
  const int fd = descriptor_.native_handle();
  const std::error_code error = set_option(fd, SOL_SOCKET, SO_KEEPALIVE, on ? 1 : 0);
  if (error || !on) return error;
  return set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, static_cast<int>(idle_s));
}

// What was asked for before there was a descriptor.
std::error_code Socket::set_remembered_options() {
  if (no_delay_)
    if (const std::error_code error = set_no_delay(true)) return error;
  return keep_alive_idle_s_ == 0 ? std::error_code{} : set_keep_alive(true, keep_alive_idle_s_);
}

std::string Socket::describe() const {
  std::string text = Handle::describe();
  if (connecting_) return text + " connecting to " + to_string(peer_);
  return local_.port() == 0 ? text : text + ' ' + to_string(local_) + " -> " + to_string(peer_);
}

void Socket::trace_error(std::string_view operation, const std::error_code& error) {
  loop().probe().emit_named(Event::tcp_error, static_cast<std::uint16_t>(error.value()), operation,
                            id());
}

void Socket::fail_later(Done done, int errno_value, std::string_view operation,
                        const SourceLocation& where) {
  const std::error_code error = errno_code(errno_value);
  trace_error(operation, error);
  if (!done) return;
  loop().defer([done = std::move(done), error]() mutable { done(error); }, operation, where);
}

}  // namespace loopscope

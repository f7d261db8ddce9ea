// Socket: the writing half, with its queue and back-pressure.
#include <sys/socket.h>

#include <cerrno>

#include "core/loop/error.hpp"
#include "core/loop/loop.hpp"
#include "core/net/socket.hpp"

namespace loopscope {

bool Socket::write(std::string_view bytes, Done done, SourceLocation where) {
  require_open("write()");
  if (shut_down_ || !descriptor_.is_open()) {
    fail_later(std::move(done), shut_down_ ? EPIPE : ENOTCONN, "write", where);
    return true;
  }
  if (bytes.size() > max_queued_bytes - std::min(max_queued_bytes, queued_bytes_)) {
    fail_later(std::move(done), ENOBUFS, "write", where);
  } else if (!writes_.empty() || connecting_) {
    queue_write(bytes, std::move(done), where);
  } else {
    std::error_code error;
    const std::optional<std::size_t> taken = write_now(bytes, error);
    if (!taken) {
      fail_later(std::move(done), error.value(), "write", where);
    } else if (*taken < bytes.size()) {
      queue_write(bytes.substr(*taken), std::move(done), where);
    } else if (done) {
      loop().defer([done = std::move(done)]() mutable { done({}); }, "write", where);
    }
  }
  if (queued_bytes_ <= high_water_mark_bytes) return true;
  needs_drain_ = true;
  return false;
}

std::size_t Socket::try_write(std::string_view bytes, std::error_code& error) {
  require_open("try_write()");
  if (connecting_ || !writes_.empty()) return 0;
  if (!is_writable()) {
    error = errno_code(descriptor_.is_open() ? EPIPE : EBADF);
    return 0;
  }
  return write_now(bytes, error).value_or(0);
}

// How much the kernel took; nothing and `error` set where the connection is broken.
std::optional<std::size_t> Socket::write_now(std::string_view bytes, std::error_code& error) {
  const int fd = descriptor_.native_handle();
  ssize_t put = 0;
  do {
    put = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  } while (put < 0 && errno == EINTR);
  if (put < 0 && errno != EAGAIN) {
    error = errno_code(errno);
    return std::nullopt;
  }
  if (put < 0) {
    loop().probe().emit(Event::tcp_again, static_cast<std::uint16_t>(Direction::write), 0, id());
    return 0;
  }
  const auto taken = static_cast<std::size_t>(put);
  const std::size_t before = queued_bytes_ == 0 ? bytes.size() : queued_bytes_;
  loop().probe().emit(Event::tcp_write, 0, static_cast<std::uint32_t>(before - taken), id(), taken);
  return taken;
}

void Socket::queue_write(std::string_view bytes, Done done, const SourceLocation& where) {
  std::uint64_t task = 0;
  if (done) {
    task = loop().probe().new_id();
    loop().probe().task_queue(task, Queue::io, "write", where);
  }
  if (!write_request_) write_request_.emplace(loop(), "write to " + to_string(peer_), id());
  writes_.push_back({std::string(bytes), 0, std::move(done), task});
  queued_bytes_ += bytes.size();
  writable_->arm(descriptor_);
}

// The kernel takes more: as much as it likes, then the callbacks of what is done.
void Socket::write_queued() {
  const std::shared_ptr<Socket> keep = shared_from_this();
  const ArmAtExit arm(*writable_, descriptor_, [this] { return !writes_.empty(); });
  while (!writes_.empty() && !is_closing() && !loop().is_halted()) {
    Write& first = writes_.front();
    const std::string_view rest = std::string_view(first.bytes).substr(first.offset);
    std::error_code error;
    const std::optional<std::size_t> taken = write_now(rest, error);
    if (!taken) {
      trace_error("write", error);
      return fail_writes(error);
    }
    first.offset += *taken;
    queued_bytes_ -= *taken;
    if (first.offset < first.bytes.size()) return;
    finish_write({});
  }
  if (writes_.empty() && !is_closing()) drained();
}

void Socket::finish_write(std::error_code error) {
  Write write = std::move(writes_.front());
  writes_.pop_front();
  if (writes_.empty()) write_request_.reset();
  if (write.task != 0 || write.done) loop().invoke(write.task, [&] { write.done(error); });
}

void Socket::fail_writes(std::error_code error) {
  queued_bytes_ = 0;
  shut_down_ = true;
  while (!writes_.empty() && !is_closing() && !loop().is_halted()) finish_write(error);
}

void Socket::drained() {
  if (shutdown_) finish_shutdown();
  if (!needs_drain_) return;
  needs_drain_ = false;
  loop().probe().emit(Event::tcp_drain, 0, 0, id());
  if (!on_drain_) return;
  const std::uint64_t task = loop().probe().new_id();
  loop().probe().task_queue(task, Queue::io, "drain", SourceLocation{});
  loop().invoke(task, [this] { run_callback(on_drain_); });
}

void Socket::shutdown(Done done, SourceLocation where) {
  require_open("shutdown()");
  if (!is_writable()) return fail_later(std::move(done), ENOTCONN, "shutdown", where);
  shut_down_ = true;
  shutdown_.emplace(Shutdown{std::move(done), where});
  shutdown_when_idle();
}

// uv_shutdown feeds the watcher, and so the kernel is told in the next pending phase.
void Socket::shutdown_when_idle() {
  if (!shutdown_ || !writes_.empty() || connecting_ || is_closing()) return;
  loop().defer(
      [weak = weak_from_this()] {
        const std::shared_ptr<Socket> self = weak.lock();
        if (self != nullptr && self->shutdown_ && !self->is_closing()) self->tell_shut_down();
      },
      "shutdown", shutdown_->where);
}

// The queue has become empty in poll.
void Socket::finish_shutdown() {
  const std::uint64_t task = loop().probe().new_id();
  loop().probe().task_queue(task, Queue::io, "shutdown", shutdown_->where);
  loop().invoke(task, [this] { tell_shut_down(); });
}

void Socket::tell_shut_down() {
  Shutdown request = std::move(*shutdown_);
  shutdown_.reset();
  std::error_code error;
  if (::shutdown(descriptor_.native_handle(), SHUT_WR) != 0) error = errno_code(errno);
  half_closed_ = !error;
  if (error)
    trace_error("shutdown", error);
  else
    loop().probe().emit(Event::tcp_shutdown, 0, 0, id());
  if (request.done) request.done(error);
}

}  // namespace loopscope

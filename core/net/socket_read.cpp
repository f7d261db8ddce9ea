// Socket: the reading half.
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

#include "core/loop/error.hpp"
#include "core/loop/loop.hpp"
#include "core/net/socket.hpp"

namespace loopscope {

void Socket::read_start(OnRead on_read, SourceLocation where) {
  require_open("read_start()");
  on_read_ = needed(on_read, "read_start()");
  if (reading_ || ended_) return;
  if (!connected_ && !connecting_) return fail_read_later(where);
  reading_ = true;
  set_active(true);
  read_task_ = loop().probe().new_id();
  loop().probe().task_queue(read_task_, Queue::io, "read", where, task_flag_repeat);
  if (!connecting_) readable_->arm(descriptor_);  // else when there is a connection
}

void Socket::fail_read_later(const SourceLocation& where) {
  const auto tell = [weak = weak_from_this()](std::error_code error) {
    const std::shared_ptr<Socket> self = weak.lock();
    if (self == nullptr || self->is_closing() || !self->on_read_) return;
    ReadResult result;
    result.error = error;
    self->run_callback(self->on_read_, result);
  };
  fail_later(tell, ENOTCONN, "read", where);
}

void Socket::read_stop() {
  if (!reading_) return;
  reading_ = false;
  readable_->disarm();
  set_active(false);
  loop().probe().task_cancel(read_task_);
}

// Where both halves are at their end, epoll says so at once, and libuv gives the end in the same
// event as the last bytes. So it is after a reset, whose error is not told then.
void Socket::became_ready(Direction direction) {
  if (direction != Direction::read || !(half_closed_ || looks_for_resets)) return;
  pollfd state{descriptor_.native_handle(), POLLIN, 0};
  hung_up_ = ::poll(&state, 1, 0) > 0 && (state.revents & POLLHUP) != 0;
}

// A wait that was armed before read_stop() may still end here.
void Socket::read_available() {
  const std::shared_ptr<Socket> keep = shared_from_this();
  constexpr int reads_per_event = 32;
  const ArmAtExit arm(*readable_, descriptor_, [this] { return reading_; });
  bool may_have_more = true;
  for (int reads = 0; reads < reads_per_event && reading_ && may_have_more; ++reads) {
    if (loop().is_halted()) return;
    may_have_more = read_once();
  }
  if (may_have_more || !hung_up_ || !reading_ || loop().is_halted()) return;
  ReadResult end;
  end.eof = true;
  deliver(end);
}

// True if the kernel may have more.
bool Socket::read_once() {
  const std::span<char> buffer = own_buffer_.empty() ? loop().read_buffer() : own_buffer_;
  const ssize_t got = ::recv(descriptor_.native_handle(), buffer.data(), buffer.size(), 0);
  const int failed = got < 0 ? errno : 0;
  if (failed == EINTR) return true;
  if (failed == EAGAIN) {
    loop().probe().emit(Event::tcp_again, static_cast<std::uint16_t>(Direction::read), 0, id());
    return false;
  }
  ReadResult result;
  if (failed != 0) result.error = errno_code(failed);
  result.eof = got == 0;
  result.bytes = buffer.first(static_cast<std::size_t>(got > 0 ? got : 0));
  deliver(result);
  return result.bytes.size() == buffer.size();
}

void Socket::deliver(const ReadResult& result) {
  loop().invoke(read_task_, [&] {
    if (result.error) trace_error("read", result.error);
    if (!result.error)
      loop().probe().emit(result.eof ? Event::tcp_eof : Event::tcp_read, 0, 0, id(),
                          result.bytes.size());
    if (result.bytes.empty()) stop_reading_for_good();
    run_callback(on_read_, result);
  });
}

void Socket::stop_reading_for_good() {
  ended_ = true;
  read_stop();
}

}  // namespace loopscope

// Socket: the reading half.
#include <sys/socket.h>

#include <cerrno>

#include "core/loop/error.hpp"
#include "core/loop/loop.hpp"
#include "core/net/socket.hpp"

namespace loopscope {

void Socket::read_start(OnRead on_read, SourceLocation where) {
  require_open("read_start()");
  on_read_ = std::move(on_read);
  if (reading_ || ended_) return;
  reading_ = true;
  set_active(true);
  read_task_ = loop().probe().new_id();
  loop().probe().task_queue(read_task_, Queue::io, "read", where, task_flag_repeat);
  if (descriptor_.is_open()) readable_->arm(descriptor_);
}

void Socket::read_stop() {
  if (!reading_) return;
  reading_ = false;
  readable_->unlink();
  set_active(false);
  loop().probe().task_cancel(read_task_);
}

// A wait that was armed before read_stop() may still end here.
void Socket::read_available() {
  const std::shared_ptr<Socket> keep = shared_from_this();
  constexpr int reads_per_event = 32;
  const ArmAtExit arm(*readable_, descriptor_, [this] { return reading_; });
  for (int reads = 0; reads < reads_per_event && reading_ && !loop().is_halted(); ++reads)
    if (!read_once()) break;
}

// True if the kernel may have more.
bool Socket::read_once() {
  const std::span<char> buffer = loop().read_buffer();
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
  loop().invoke(read_task_, [&] {
    if (failed != 0) trace_error("read", result.error);
    if (got >= 0)
      loop().probe().emit(result.eof ? Event::tcp_eof : Event::tcp_read, 0, 0, id(),
                          result.bytes.size());
    if (got <= 0) stop_reading_for_good();
    run_callback(on_read_, result);
  });
  return result.bytes.size() == buffer.size();
}

void Socket::stop_reading_for_good() {
  ended_ = true;
  read_stop();
}

}  // namespace loopscope

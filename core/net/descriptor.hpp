// A socket's descriptor, which epoll learns of late.
#pragma once

#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <utility>

namespace loopscope {

/// Owns it. As in libuv, a descriptor is registered when poll first waits for it: were it earlier,
/// the kernel would list a client that has just connected before the server that it connected to.
class Descriptor {
 public:
  using Registered =
      boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type>;

  explicit Descriptor(boost::asio::io_context& context) : registered_(context) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  void assign(int fd) noexcept { fd_ = fd; }
  [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
  [[nodiscard]] int native_handle() const noexcept { return fd_; }
  /// What waits for it ends, and is told of the end by Asio.
  void close() noexcept {
    boost::system::error_code ignored;  // the descriptor is given up in any case
    if (registered_.is_open())
      registered_.close(ignored);
    else if (is_open())
      ::close(fd_);
    fd_ = -1;
  }
  /// For poll.
  [[nodiscard]] Registered& registered() {
    if (!registered_.is_open()) registered_.assign(fd_);
    return registered_;
  }

 private:
  Registered registered_;
  int fd_ = -1;
};

}  // namespace loopscope

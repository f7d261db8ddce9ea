#include "tracer/cli/output.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace loopscope {

void Output::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t count = ::write(file_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EPIPE) throw PipeClosed();
    if (count < 0)
      throw OutputError("cannot write the output: " + std::string(std::strerror(errno)) +
                        ". Look for room on the disk that it goes to.");
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  buffer_.clear();
}

}  // namespace loopscope

#include "core/js/output.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "core/loop/loop.hpp"

namespace loopscope::js {

int Output::write(int fd, std::string_view bytes) {
  trace(fd, bytes);
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(put));
    } else if (errno == EAGAIN) {
      pollfd writable{fd, POLLOUT, 0};
      ::poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

void Output::trace(int fd, std::string_view bytes) {
  if (!loop_.probe().on() || (fd != STDOUT_FILENO && fd != STDERR_FILENO)) return;
  const Stream stream = fd == STDOUT_FILENO ? Stream::out : Stream::err;
  std::string& line = unfinished_[fd == STDOUT_FILENO ? 0 : 1];
  for (std::size_t end = 0; (end = bytes.find('\n')) != std::string_view::npos;
       bytes.remove_prefix(end + 1)) {
    line.append(bytes.substr(0, end));
    loop_.probe().log(stream, line);
    line.clear();
  }
  line.append(bytes.substr(0, longest_line - std::min(longest_line, line.size())));
}

void Output::finish() {
  for (const Stream stream : {Stream::out, Stream::err}) {
    std::string& line = unfinished_[stream == Stream::out ? 0 : 1];
    if (!line.empty()) loop_.probe().log(stream, line);
    line.clear();
  }
}

}  // namespace loopscope::js

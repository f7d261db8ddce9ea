#include "tracer/cli/answers.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "tracer/format/error.hpp"

namespace loopscope {

Answers::Answers(const std::string& path)
    : path_(path.empty() || path == "-" ? "standard input" : path),
      file_(path_ == path ? ::open(path.c_str(), O_RDONLY | O_CLOEXEC) : STDIN_FILENO),
      person_(file_ == STDIN_FILENO && ::isatty(STDIN_FILENO) == 1) {
  if (file_ < 0)
    throw TraceError(
        fmt::format("cannot read the answers from {}: {}. Name a file with one answer "
                    "a line.",
                    path_, std::strerror(errno)));
}

Answers::~Answers() {
  if (file_ != STDIN_FILENO) ::close(file_);
}

std::optional<std::string> Answers::next() {
  std::size_t end = buffer_.find('\n');
  while (end == std::string::npos && fill()) end = buffer_.find('\n');
  if (end == std::string::npos && buffer_.empty()) return std::nullopt;
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end == std::string::npos ? end : end + 1);
  return line;
}

bool Answers::fill() {
  if (ended_) return false;
  std::array<char, 4096> piece{};
  const ssize_t count = ::read(file_, piece.data(), piece.size());
  if (count < 0 && errno == EINTR) return true;
  if (count < 0)
    throw TraceError(
        fmt::format("cannot read the answers from {}: {}.", path_, std::strerror(errno)));
  ended_ = count == 0;
  buffer_.append(piece.data(), static_cast<std::size_t>(count));
  if (buffer_.size() > max_line_bytes && buffer_.find('\n') == std::string::npos)
    throw TraceError(fmt::format("an answer in {} is longer than {} KiB. Write one answer a line.",
                                 path_, max_line_bytes >> 10U));
  return !ended_;
}

}  // namespace loopscope

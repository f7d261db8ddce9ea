#include "tracer/format/byte_sink.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>
#include <vector>

#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

[[noreturn]] void fail(std::string_view what, std::string_view path, int error,
                       std::string_view advice) {
  throw TraceWriteError(fmt::format("Cannot {} {}: {} ({}). {}", what, path, std::strerror(error),
                                    errno_name(error), advice),
                        error);
}

std::string_view advice_for(int error) noexcept {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "Free some space or record to another place.";
    case EFBIG:
      return "Raise the limit on the size of files (ulimit -f) or record to another place.";
    case EPIPE:
      return "The program that read the trace has ended.";
    case ELOOP:
      return "It is a symbolic link; name the file itself.";
    case EACCES:
    case EPERM:
    case EROFS:
      return "Choose a place that you may write to.";
    case ENOENT:
      return "Make its directory first.";
    case EISDIR:
      return "Name a file in it.";
    default:
      return "Check the path.";
  }
}

// The descriptor that a name like /dev/stdout stands for; -1 for every other name.
int own_descriptor(std::string_view path) noexcept {
  if (path == "-" || path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  constexpr std::string_view prefix = "/dev/fd/";
  if (!path.starts_with(prefix)) return -1;
  int descriptor = -1;
  std::from_chars(path.data() + prefix.size(), path.data() + path.size(), descriptor);
  return descriptor;
}

int open_file(const std::string& path) {
  const int own = own_descriptor(path);
  constexpr mode_t all_but_umask = 0666;
  const int fd =
      own >= 0 ? fcntl(own, F_DUPFD_CLOEXEC, 0)
               : open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, all_but_umask);
  if (fd < 0) fail("write", path, errno, advice_for(errno));
  struct stat status {};
  const bool empty_it = own < 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
  if (empty_it && ftruncate(fd, 0) != 0) {
    const int error = errno;
    close(fd);
    fail("empty", path, error, advice_for(error));
  }
  return fd;
}

class FileSink final : public ByteSink {
 public:
  explicit FileSink(const std::string& path) : path_(path), fd_(open_file(path)) {}
  ~FileSink() override {
    if (fd_ >= 0) ::close(fd_);
  }

  void write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
      if (written >= 0)
        bytes.remove_prefix(static_cast<std::size_t>(written));
      else if (errno == EAGAIN)
        wait_until_writable();
      else if (errno != EINTR)
        fail("write", path_, errno, advice_for(errno));
    }
  }
  void flush() override {}
  void close() override {
    const int fd = std::exchange(fd_, -1);
    if (fd >= 0 && ::close(fd) != 0 && errno != EINTR)
      fail("finish", path_, errno, advice_for(errno));
  }

 private:
  // Standard output may be a non-blocking descriptor that somebody else opened.
  void wait_until_writable() const noexcept {
    pollfd waiting{fd_, POLLOUT, 0};
    ::poll(&waiting, 1, -1);
  }

  std::string path_;
  int fd_;
};

class ZstdSink final : public ByteSink {
 public:
  explicit ZstdSink(const std::string& path)
      : file_(path), path_(path), context_(ZSTD_createCCtx(), ZSTD_freeCCtx) {
    // The fastest level: a recording competes with the program that it records.
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, 1);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
    block_.resize(ZSTD_CStreamOutSize());
  }

  void write(std::string_view bytes) override { compress(bytes, ZSTD_e_continue); }
  void flush() override { compress({}, ZSTD_e_flush); }
  void close() override {
    compress({}, ZSTD_e_end);
    file_.close();
  }

 private:
  void compress(std::string_view bytes, ZSTD_EndDirective directive) {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    std::size_t left = 1;
    while (left != 0) {
      ZSTD_outBuffer out{block_.data(), block_.size(), 0};
      left = ZSTD_compressStream2(context_.get(), &out, &in, directive);
      if (ZSTD_isError(left) != 0)
        throw TraceWriteError(fmt::format("Cannot compress {}: {}. Record without .zst.", path_,
                                          ZSTD_getErrorName(left)));
      file_.write({block_.data(), out.pos});
      if (directive == ZSTD_e_continue) left = in.size - in.pos;
    }
  }

  FileSink file_;
  std::string path_;
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_;
  std::vector<char> block_;
};

}  // namespace

std::unique_ptr<ByteSink> open_sink(const std::string& path) {
  if (path.ends_with(".zst")) return std::make_unique<ZstdSink>(path);
  return std::make_unique<FileSink>(path);
}

}  // namespace loopscope

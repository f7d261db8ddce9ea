#include "core/loop/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/loop/error.hpp"
#include "core/loop/loop.hpp"
#include "core/loop/pool.hpp"

namespace loopscope {
namespace {

std::error_code code_of(int errno_value) {
  return errno_value == 0 ? std::error_code{} : errno_code(errno_value);
}

class OpenFile {
 public:
  OpenFile(const std::string& path, int flags) : fd_(open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const noexcept { return fd_; }

 private:
  int fd_;
};

int read_all(const std::string& path, std::string& bytes) {
  const OpenFile file(path, O_RDONLY);
  if (file.get() < 0) return errno;
  constexpr std::size_t chunk_bytes = 65536;
  for (;;) {
    const std::size_t have = bytes.size();
    if (have > max_read_file_bytes) return EFBIG;
    bytes.resize(have + chunk_bytes);
    const ssize_t got = ::read(file.get(), bytes.data() + have, chunk_bytes);
    const int failed = got < 0 ? errno : 0;
    bytes.resize(have + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got == 0) return 0;
    if (failed != 0 && failed != EINTR) return failed;
  }
}

int write_all(const std::string& path, std::string_view bytes) {
  const OpenFile file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (file.get() < 0) return errno;
  while (!bytes.empty()) {
    const ssize_t put = ::write(file.get(), bytes.data(), bytes.size());
    if (put < 0 && errno != EINTR) return errno;
    if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return 0;
}

int stat_of(const std::string& path, FileStatus& status) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return errno;
  constexpr std::int64_t ns_per_s = 1'000'000'000;
  status = {static_cast<std::uint64_t>(found.st_size),
            found.st_mtim.tv_sec * ns_per_s + found.st_mtim.tv_nsec, found.st_mode};
  return 0;
}

}  // namespace

void read_file(Loop& loop, std::string path, Function<void(std::error_code, std::string)> done,
               SourceLocation where) {
  loop.pool().queue_for<std::string>(
      [path = std::move(path)](std::string& bytes) { return code_of(read_all(path, bytes)); },
      std::move(done), "read file", where);
}

void write_file(Loop& loop, std::string path, std::string bytes,
                Function<void(std::error_code)> done, SourceLocation where) {
  struct Nothing {};
  auto write = [path = std::move(path), bytes = std::move(bytes)](Nothing&) {
    return code_of(write_all(path, bytes));
  };
  auto tell = [done = needed(done, "write_file()")](std::error_code error, Nothing) mutable {
    done(error);
  };
  loop.pool().queue_for<Nothing>(std::move(write), std::move(tell), "write file", where);
}

void stat_file(Loop& loop, std::string path, Function<void(std::error_code, FileStatus)> done,
               SourceLocation where) {
  loop.pool().queue_for<FileStatus>(
      [path = std::move(path)](FileStatus& status) { return code_of(stat_of(path, status)); },
      std::move(done), "stat", where);
}

}  // namespace loopscope

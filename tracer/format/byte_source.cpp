#include "tracer/format/byte_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

std::string_view advice_for(int error) noexcept {
  switch (error) {
    case EISDIR:
      return "Name a trace that is in it.";
    case EACCES:
    case EPERM:
      return "Ask its owner for the right to read it.";
    default:
      return "Check the path.";
  }
}

[[noreturn]] void fail(const std::string& path, int error) {
  throw TraceError(fmt::format("Cannot read {}: {} ({}). {}", shown_name(path),
                               std::strerror(error), errno_name(error), advice_for(error)));
}

constexpr std::array<unsigned char, 4> zstd_magic{0x28, 0xB5, 0x2F, 0xFD};

class FileSource final : public ByteSource {
 public:
  explicit FileSource(const std::string& path)
      : path_(path),
        fd_(path == "-" ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (fd_ < 0) fail(path_, errno);
    struct stat status {};
    if (fstat(fd_, &status) == 0 && S_ISDIR(status.st_mode)) {
      ::close(fd_);
      fail(path_, EISDIR);
    }
  }
  ~FileSource() override { ::close(fd_); }

  std::size_t read(std::span<char> room) override {
    if (used_ < start_size_) return read_start(room);
    const std::size_t got = read_descriptor(room);
    read_bytes_ += got;
    return got;
  }

  std::optional<double> progress() const noexcept override {
    struct stat status {};
    if (fstat(fd_, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    if (status.st_size <= 0) return 1.0;
    return std::min(1.0, static_cast<double>(read_bytes_) / static_cast<double>(status.st_size));
  }

  // Looks at the first bytes without using them up.
  bool starts_with_zstd_magic() {
    while (start_size_ < start_.size()) {
      const std::size_t got = read_descriptor(std::span(start_).subspan(start_size_));
      if (got == 0) break;
      start_size_ += got;
    }
    return start_size_ == start_.size() &&
           std::memcmp(start_.data(), zstd_magic.data(), zstd_magic.size()) == 0;
  }

 private:
  std::size_t read_start(std::span<char> room) noexcept {
    const std::size_t count = std::min(room.size(), start_size_ - used_);
    std::memcpy(room.data(), &start_[used_], count);
    used_ += count;
    read_bytes_ += count;
    return count;
  }
  std::size_t read_descriptor(std::span<char> room) {
    for (;;) {
      const ssize_t got = ::read(fd_, room.data(), room.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) fail(path_, errno);
    }
  }

  std::string path_;
  int fd_;
  std::array<char, zstd_magic.size()> start_{};
  std::size_t start_size_ = 0;
  std::size_t used_ = 0;  // of start_
  std::size_t read_bytes_ = 0;
};

class ZstdSource final : public ByteSource {
 public:
  ZstdSource(std::unique_ptr<ByteSource> file, std::string path)
      : file_(std::move(file)),
        path_(std::move(path)),
        context_(ZSTD_createDCtx(), ZSTD_freeDCtx),
        block_(ZSTD_DStreamInSize()) {}

  // A file that was cut off ends where its last whole block ends.
  std::size_t read(std::span<char> room) override {
    ZSTD_outBuffer out{room.data(), room.size(), 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size && !refill() && !holds_back_) break;
      decompress(out);
      holds_back_ = out.pos == out.size;
    }
    read_bytes_ += out.pos;
    if (read_bytes_ == 0)
      throw TraceError(
          fmt::format("{} was cut off before its first line. Record it again.", shown_name(path_)));
    return out.pos;
  }
  std::optional<double> progress() const noexcept override { return file_->progress(); }

 private:
  // Only as much at once as it asks for, a block: of a call that meets damage nothing comes out.
  void decompress(ZSTD_outBuffer& out) {
    ZSTD_inBuffer piece{in_.src, std::min(in_.size, in_.pos + wanted_), in_.pos};
    const std::size_t wanted = ZSTD_decompressStream(context_.get(), &out, &piece);
    if (ZSTD_isError(wanted) != 0)
      throw TraceError(
          fmt::format("Cannot read {} further: its compressed data is damaged ({}). Copy it again "
                      "from where it was recorded.",
                      shown_name(path_), ZSTD_getErrorName(wanted)));
    in_.pos = piece.pos;
    wanted_ = wanted == 0 ? ZSTD_DStreamInSize() : wanted;
  }

  bool refill() {
    in_ = {block_.data(), file_->read(block_), 0};
    return in_.size != 0;
  }

  std::unique_ptr<ByteSource> file_;
  std::string path_;
  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context_;
  std::vector<char> block_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  std::size_t wanted_ = ZSTD_DStreamInSize();
  std::size_t read_bytes_ = 0;
  bool holds_back_ = false;  // the decompressor had more than there was room for
};

}  // namespace

std::string shown_name(const std::string& path) {
  if (path == "-") return "standard input";
  return path.empty() ? "''" : path;
}

std::unique_ptr<ByteSource> open_source(const std::string& path) {
  auto file = std::make_unique<FileSource>(path);
  if (!file->starts_with_zstd_magic()) return file;
  return std::make_unique<ZstdSource>(std::move(file), path);
}

}  // namespace loopscope

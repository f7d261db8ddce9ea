#include "tracer/export/hole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace loopscope {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void write_all(int file, std::string_view text, const std::string& name) {
  while (!text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(name);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

void write_all_at(int file, std::string_view text, std::uint64_t at, const std::string& name) {
  while (!text.empty()) {
    const ssize_t count = ::pwrite(file, text.data(), text.size(), static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(name);
    text.remove_prefix(static_cast<std::size_t>(count));
    at += static_cast<std::uint64_t>(count);
  }
}

bool is_regular(int file) {
  struct stat status {};
  return ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

int open_temporary() {
  const char* folder = std::getenv("TMPDIR");
  std::string name = std::string(folder == nullptr ? "/tmp" : folder) + "/loopscope-XXXXXX";
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) fail(name);
  ::unlink(name.c_str());
  return file;
}

}  // namespace

HoleFile::HoleFile(const std::string& path, std::size_t window_bytes)
    : path_(path), window_bytes_(window_bytes) {
  open_output();
  window_.reserve(window_bytes_ + window_bytes_ / 8);
}

void HoleFile::open_output() {
  if (path_ == "-") {
    output_ = ::dup(STDOUT_FILENO);
  } else {
    struct stat status {};
    remove_ = ::lstat(path_.c_str(), &status) != 0 || S_ISREG(status.st_mode);
    output_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
  }
  if (output_ < 0) {
    remove_ = false;
    fail(path_);
  }
  const bool rewritable = path_ != "-" && is_regular(output_);
  file_ = rewritable ? output_ : open_temporary();
}

HoleFile::~HoleFile() {
  if (file_ >= 0 && file_ != output_) ::close(file_);
  if (output_ >= 0) ::close(output_);
  if (remove_) ::unlink(path_.c_str());
}

HoleFile::Hole HoleFile::open_hole(std::size_t bytes) {
  in_window_.push_back({.at = window_.size(), .bytes = bytes});
  return first_in_window_ + in_window_.size() - 1;
}

void HoleFile::fill(Hole hole, std::string_view text) {
  if (hole >= first_in_window_) {
    InWindow& place = in_window_[hole - first_in_window_];
    assert(!place.filled && text.size() <= place.bytes);
    place.text_at = texts_.size();
    place.text_bytes = text.size();
    place.filled = true;
    texts_ += text;
    return;
  }
  const auto found = in_file_.find(hole);
  assert(found != in_file_.end() && text.size() <= found->second.bytes);
  write_all_at(file_, text, found->second.at, path_);
  in_file_.erase(found);
}

void HoleFile::append_hole(Hole number, const InWindow& hole) {
  if (hole.filled) {
    flushed_.append(texts_, hole.text_at, hole.text_bytes);
    return;
  }
  in_file_[number] = {written_ + flushed_.size(), hole.bytes};
  flushed_.append(hole.bytes, ' ');
}

void HoleFile::flush() {
  flushed_.clear();
  std::size_t from = 0;
  Hole number = first_in_window_;
  for (const InWindow& hole : in_window_) {
    flushed_.append(window_, from, hole.at - from);
    from = hole.at;
    append_hole(number++, hole);
  }
  flushed_.append(window_, from);
  write_all(file_, flushed_, path_);
  written_ += flushed_.size();
  first_in_window_ += in_window_.size();
  in_window_.clear();
  texts_.clear();
  window_.clear();
}

void HoleFile::copy_to_output() {
  std::array<char, 65536> block{};
  std::uint64_t at = 0;
  while (at < written_) {
    const ssize_t count = ::pread(file_, block.data(), block.size(), static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail(path_);
    write_all(output_, {block.data(), static_cast<std::size_t>(count)}, path_);
    at += static_cast<std::uint64_t>(count);
  }
}

void HoleFile::close() {
  flush();
  assert(in_file_.empty());
  if (file_ != output_) copy_to_output();
  const int output = output_;
  if (file_ != output_) ::close(file_);
  file_ = output_ = -1;
  if (::close(output) != 0) fail(path_);
  remove_ = false;
}

}  // namespace loopscope

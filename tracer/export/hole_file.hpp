// An output file with holes: places whose text is only known later, such as the length of a slice
// that is still open. Memory holds a window of the output and the list of open holes, nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace loopscope {

/// Used by one thread. A hole filled while it is still in the window takes just its text; one that
/// was written out already is overwritten in place and padded with spaces.
class HoleFile {
 public:
  using Hole = std::uint64_t;
  static constexpr std::size_t default_window_bytes = std::size_t{1} << 20U;

  /// Makes or empties the file, never through a symbolic link; `-` is standard output. Where the
  /// output cannot be rewritten (a pipe), a temporary file stands in until close(). Throws
  /// std::system_error, as do all functions that write.
  explicit HoleFile(const std::string& path, std::size_t window_bytes = default_window_bytes);
  HoleFile(const HoleFile&) = delete;
  HoleFile& operator=(const HoleFile&) = delete;
  /// Without close() a file made at `path` is removed again: half an output is none.
  ~HoleFile();

  /// Where the next text goes; append to it freely between calls of other functions.
  [[nodiscard]] std::string& out() noexcept { return window_; }
  /// A hole for at most `bytes` bytes at the end of out().
  [[nodiscard]] Hole open_hole(std::size_t bytes);
  /// Its text, at most as many bytes as were asked for. Each hole is filled once.
  void fill(Hole hole, std::string_view text);
  /// Writes the window if it is full. Call between two lines.
  void flush_if_full() {
    if (window_.size() >= window_bytes_) flush();
  }
  /// Writes everything; every hole must be filled.
  void close();

  [[nodiscard]] std::size_t holes_in_file() const noexcept { return in_file_.size(); }

 private:
  struct InWindow {
    std::size_t at;           // offset in window_
    std::size_t bytes;        // asked for
    std::size_t text_at = 0;  // offset in texts_
    std::size_t text_bytes = 0;
    bool filled = false;
  };
  struct InFile {
    std::uint64_t at;
    std::size_t bytes;
  };
  void open_output();
  void flush();
  void append_hole(Hole number, const InWindow& hole);
  void copy_to_output();

  std::string path_;
  std::size_t window_bytes_;
  int output_ = -1;  // what the user asked for
  int file_ = -1;    // where we write: output_, or a temporary file
  bool remove_ = false;
  std::uint64_t written_ = 0;
  std::string window_;
  std::string texts_;
  std::string flushed_;  // kept for its capacity
  std::deque<InWindow> in_window_;
  Hole first_in_window_ = 0;
  std::unordered_map<Hole, InFile> in_file_;
};

}  // namespace loopscope

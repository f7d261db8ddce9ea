// Standard output as the verbs use it: buffered, and honest about errors.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace loopscope {

/// Whoever read our output has gone (`loopscope timeline T.jsonl | head`): no error, just the end.
struct PipeClosed : std::exception {};

/// The output cannot be written; what() is a sentence for the user.
struct OutputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Text for one file descriptor. Throws PipeClosed or OutputError.
class Output {
 public:
  explicit Output(int file) : file_(file) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() = default;  // what was not flushed is lost: call flush()

  void write(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= buffer_bytes) flush();
  }
  void flush();

 private:
  static constexpr std::size_t buffer_bytes = 65536;
  int file_;
  std::string buffer_;
};

}  // namespace loopscope

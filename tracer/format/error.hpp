// What goes wrong with a trace as a whole: it cannot be opened, is none, or is too new.
#pragma once

#include <stdexcept>
#include <string>

namespace loopscope {

/// what() is a sentence for the user: what happened, to which file, and what to do.
class TraceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The same about a trace that is being written.
class TraceWriteError : public TraceError {
 public:
  explicit TraceWriteError(const std::string& sentence, int errno_value = 0)
      : TraceError(sentence), errno_value_(errno_value) {}
  /// 0 where no system call failed.
  [[nodiscard]] int errno_value() const noexcept { return errno_value_; }

 private:
  int errno_value_;
};

}  // namespace loopscope

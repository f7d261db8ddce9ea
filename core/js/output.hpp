// Standard output and error of the program: written at once, and by lines into the trace.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/probe/probe.hpp"

namespace loopscope {
class Loop;
}

namespace loopscope::js {

/// Loop's thread only.
class Output {
 public:
  explicit Output(Loop& loop) : loop_(loop) {}

  /// Writes all of `bytes`, waiting where the descriptor does not take them. Returns errno or 0.
  int write(int fd, std::string_view bytes);
  /// The trace's part of write(), for bytes that went out already; other descriptors are left out.
  void trace(int fd, std::string_view bytes);
  /// What is left of a last line without an end.
  void finish();

 private:
  // Of a trace, and one byte more, by which the probe knows that the line was longer.
  static constexpr std::size_t longest_line = Probe::max_log_bytes + 1;
  Loop& loop_;
  std::array<std::string, 2> unfinished_;  // of stdout and stderr
};

}  // namespace loopscope::js

// A JavaScript program, run and recorded by the program loopscope-run while nobody sees what it
// prints.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope {

struct RecordRequest {
  std::string file;                // .js, .cjs or .mjs
  std::string profile = "modern";  // modern or classic
  bool virtual_time = false;
  std::uint64_t timeout_ms = 10'000;  // then it is stopped
};

struct RecordResult {
  int exit_code = 0;
  bool stopped = false;  // it had not ended in time
  std::string errors;    // the first 4 KiB that it wrote to standard error
};

/// A name of a program, rather than of a trace.
[[nodiscard]] bool is_javascript(const std::string& path);

/// Runs it to its end with no input and records it into `trace`. Ctrl-C ends the program. Throws
/// TraceError where it cannot be started, was interrupted, or left no trace.
RecordResult record_program(const RecordRequest& request, const std::string& trace);

/// What a program wrote, indented, with its control characters visible.
[[nodiscard]] std::string printable_lines(std::string_view text);

/// A directory for a trace that nobody keeps.
class TemporaryFolder {
 public:
  /// Throws TraceError.
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + '/' + name; }

 private:
  std::string path_;
};

}  // namespace loopscope

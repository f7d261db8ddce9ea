// Where the bytes of a trace go: a file, a pipe, plain or compressed.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "tracer/format/error.hpp"

namespace loopscope {

/// Used by one thread. Every failure is a TraceError that names the file and the reason; after one
/// nothing more can be written.
class ByteSink {
 public:
  ByteSink() = default;
  ByteSink(const ByteSink&) = delete;
  ByteSink& operator=(const ByteSink&) = delete;
  virtual ~ByteSink() = default;

  /// Returns when all of it was taken; waits for a slow disk or pipe.
  virtual void write(std::string_view bytes) = 0;
  /// What was written so far can be read by others, also if this process is killed now.
  virtual void flush() = 0;
  /// The end of the file; reports what the system finds only now.
  virtual void close() = 0;
};

/// Opens `path` for writing. A regular file is made with the process's umask, or emptied; a
/// symbolic link is refused; `-`, `/dev/stdout`, `/dev/stderr` and `/dev/fd/N` are this process's
/// own descriptors; a FIFO waits for its reader. A name that ends in `.zst` is compressed. A closed
/// pipe is an error only where SIGPIPE is blocked or ignored.
[[nodiscard]] std::unique_ptr<ByteSink> open_sink(const std::string& path);

}  // namespace loopscope

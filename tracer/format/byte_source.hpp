// Where the bytes of a trace come from: a file, a pipe, plain or compressed.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "tracer/format/error.hpp"

namespace loopscope {

/// Used by one thread at a time. A file that shrinks or grows meanwhile is no error.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Puts up to room.size() bytes into `room` and returns how many; 0 at the end, where a growing
  /// file may have more later. Throws TraceError with the reason where reading fails.
  virtual std::size_t read(std::span<char> room) = 0;
  /// 0 to 1, how much of the file was read; nothing where its size is not known.
  [[nodiscard]] virtual std::optional<double> progress() const noexcept = 0;
};

/// What a message calls the file: `-` is standard input.
[[nodiscard]] std::string shown_name(const std::string& path);

/// Opens `path` (`-`: standard input) and looks at its first bytes: zstd is decompressed whatever
/// the name. Throws TraceError where it cannot be opened.
[[nodiscard]] std::unique_ptr<ByteSource> open_source(const std::string& path);

}  // namespace loopscope

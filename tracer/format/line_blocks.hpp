// Cuts a stream of bytes into blocks of whole lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tracer/format/byte_source.hpp"

namespace loopscope {

/// Some consecutive whole lines.
struct LineBlock {
  std::vector<char> bytes;  // the lines, and then line_padding characters, the first a newline
  std::size_t size = 0;     // of the lines
  /// A line longer than allowed stood before the others and was left out.
  bool skipped_line = false;
  [[nodiscard]] std::string_view lines() const noexcept { return {bytes.data(), size}; }
};

/// Used by one thread at a time. Holds at most one block and one line.
class LineBlocks {
 public:
  /// Lines and what becomes of them fit into a core's cache together.
  static constexpr std::size_t default_block_bytes = std::size_t{64} << 10U;
  explicit LineBlocks(std::unique_ptr<ByteSource> source,
                      std::size_t block_bytes = default_block_bytes)
      : source_(std::move(source)), block_bytes_(block_bytes) {}

  /// The first line, with its newline if it has one (so "" is an empty source); nothing where it is
  /// longer than `max_bytes`. At most once, before next().
  [[nodiscard]] std::optional<std::string> first_line(std::size_t max_bytes);

  /// Fills `block` with the next lines. False at the end of the source, where a later call may find
  /// more. A last line without its newline comes only with `take_unfinished`. Throws TraceError
  /// where reading fails.
  bool next(LineBlock& block, bool take_unfinished);

  [[nodiscard]] std::optional<double> progress() const noexcept { return source_->progress(); }

 private:
  std::size_t read_more(std::vector<char>& bytes, std::size_t size);
  std::size_t skip_long_line(LineBlock& block, std::size_t size);
  bool finish(LineBlock& block, std::size_t size, std::size_t end);
  bool finish_at_end(LineBlock& block, std::size_t size, bool take_unfinished);

  std::unique_ptr<ByteSource> source_;
  std::size_t block_bytes_;
  std::string rest_;       // the beginning of a line whose end was not read yet
  bool skipping_ = false;  // inside a line that is too long
};

}  // namespace loopscope

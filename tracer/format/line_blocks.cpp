#include "tracer/format/line_blocks.hpp"

#include <algorithm>

#include "tracer/format/object_reader.hpp"
#include "tracer/format/reader.hpp"

namespace loopscope {
namespace {

constexpr std::size_t none = std::string_view::npos;

}  // namespace

std::optional<std::string> LineBlocks::first_line(std::size_t max_bytes) {
  std::size_t searched = 0;
  std::size_t end = none;
  while ((end = rest_.find('\n', searched)) == none && rest_.size() <= max_bytes) {
    searched = rest_.size();
    rest_.resize(searched + block_bytes_);
    const std::size_t got = source_->read(std::span(rest_).subspan(searched));
    rest_.resize(searched + got);
    if (got == 0) break;
  }
  if (std::min(end, rest_.size()) > max_bytes) return std::nullopt;
  const std::size_t size = end == none ? rest_.size() : end + 1;
  std::string line = rest_.substr(0, size);
  rest_.erase(0, size);
  return line;
}

bool LineBlocks::next(LineBlock& block, bool take_unfinished) {
  block.skipped_line = false;
  std::size_t size = rest_.size();
  if (block.bytes.size() < size) block.bytes.resize(size);
  rest_.copy(block.bytes.data(), size);  // both may be empty, which memcpy() does not allow
  rest_.clear();
  std::size_t searched = 0;
  for (;;) {
    if (skipping_) size = skip_long_line(block, size);
    const std::size_t last = std::string_view(block.bytes.data(), size).rfind('\n');
    if (last != none && last >= searched) return finish(block, size, last + 1);
    if (size > max_line_bytes) skipping_ = true;
    searched = skipping_ ? 0 : size;
    if (skipping_) size = 0;
    const std::size_t got = read_more(block.bytes, size);
    size += got;
    if (got == 0) return finish_at_end(block, size, take_unfinished);
  }
}

std::size_t LineBlocks::read_more(std::vector<char>& bytes, std::size_t size) {
  const std::size_t room = size + block_bytes_ + line_padding;
  if (bytes.size() < room) bytes.resize(room);
  return source_->read(std::span(bytes).subspan(size, block_bytes_));
}

// Drops what belongs to the line that is too long, and returns how much is left.
std::size_t LineBlocks::skip_long_line(LineBlock& block, std::size_t size) {
  const std::size_t end = std::string_view(block.bytes.data(), size).find('\n');
  if (end == none) return 0;
  skipping_ = false;
  block.skipped_line = true;
  std::memmove(block.bytes.data(), block.bytes.data() + end + 1, size - end - 1);
  return size - end - 1;
}

// The block is everything before `end`; the rest begins the next one.
bool LineBlocks::finish(LineBlock& block, std::size_t size, std::size_t end) {
  rest_.assign(block.bytes.data() + end, size - end);
  block.size = end;
  if (block.bytes.size() < end + line_padding) block.bytes.resize(end + line_padding);
  block.bytes[end] = '\n';
  return true;
}

bool LineBlocks::finish_at_end(LineBlock& block, std::size_t size, bool take_unfinished) {
  if (skipping_ && take_unfinished) {
    skipping_ = false;
    block.skipped_line = true;
  }
  finish(block, size, take_unfinished ? size : 0);
  return block.size != 0 || block.skipped_line;
}

}  // namespace loopscope
